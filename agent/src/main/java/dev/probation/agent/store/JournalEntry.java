package dev.probation.agent.store;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One thing that happened to a deployment, kept for good.
 *
 * @param at the instant it is stamped with
 * @param data its details
 */
public record JournalEntry(Instant at, Kind kind, JsonObject data) {

    /** What happened. */
    public enum Kind {
        STARTED,
        TRANSITION,
        WINDOW_ENDED,
        BLINDED,
        SIGHTED,
        /** A check that could decide a rollback has measured nothing for too long. */
        UNMEASURED,
        /** It is measured again, or asked no more. */
        UNMEASURED_ENDED,
        /** The agent was away, or did not measure. */
        GAP,
        /** The agent read the baseline, or, told late, what targets remember of the time since the deployment. */
        PAST_READ,
        /** The wall clock and the monotonic clock disagree. */
        CLOCK_JUMPED,
        /** The version that was announced was read, for the first time or again. */
        VERSION_READ,
        /** Another version is read than the one that was announced, or none any more. */
        VERSION_MISSED,
        SIGNED_OFF,
        ROLLBACK_DECIDED,
        /** A breach would have decided a rollback, had the release been to blame for it. */
        ROLLBACK_WITHHELD,
        /** A person had a rollback carried out that was only advised. */
        ROLLBACK_ORDERED,
        /** A person approved a step that waits for that. */
        ROLLBACK_APPROVED,
        /** Nobody approved such a step in time, so it is never started. */
        ROLLBACK_NOT_APPROVED,
        /** Somebody says that the earlier version is back, and another is read. */
        ROLLBACK_CLAIMED,
        /** People were told that a rollback needs them. */
        ROLLBACK_ESCALATED,
        /** One receiver took the rollback signal. */
        ROLLBACK_SIGNALLED,
        /** One receiver has not accepted the rollback signal yet, for a cause that was not told before; it is tried again. */
        ROLLBACK_SIGNAL_DELAYED,
        ROLLBACK_CONFIRMED,
        ROLLBACK_RECOVERED,
        ROLLBACK_NOT_RECOVERED,
        /** A receiver took a notification. */
        DELIVERED,
        /** A receiver refused a message for good, or a command's outcome is unknown. */
        UNDELIVERED,
        /** A silence kept a message from people, for its time or for good. */
        SILENCED,
        ENDED
    }
}
