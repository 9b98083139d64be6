package dev.probation.agent.config;

import java.util.Locale;

/** What a receiver is told about. */
public enum NotificationEvent {
    STARTED,
    /** A window ended. */
    WINDOW,
    /** A check is failing. */
    FAILING,
    /** A failing check is good again. */
    RECOVERED,
    /** A rollback was decided, confirmed, or did not help. */
    ROLLBACK,
    /** A failing check would have decided a rollback, had the release been to blame for it. */
    WITHHELD,
    /** The agent cannot measure anything, or can again. */
    BLIND,
    /** A check that could decide a rollback measures nothing, or does again; whoever hears of blindness hears of it. */
    UNMEASURED,
    /** The version that was announced is not read, or is. */
    VERSION,
    /** The last window ended well. */
    PASSED,
    /** A receiver refused a message for good; whoever hears of failures or rollbacks hears of it. */
    UNDELIVERED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
