package dev.probation.agent.notice;

import java.util.Locale;

/** What course a rollback took, where people have to know more than that there is one. */
public enum RollbackEscalation {
    /** Decided, and nothing is signalled. */
    ADVISED("rollback advised", "", ""),
    /** One receiver never took the signal, or nobody knows what it did. */
    SIGNAL_LOST("a rollback signal was given up", "", ""),
    /** Nobody is known to have taken the signal. */
    NOT_SIGNALLED(
            "nobody is known to carry out the rollback",
            "over: nobody was known to carry out the rollback",
            "/not-signalled"),
    /** A step waits for a person's yes. */
    APPROVAL("the rollback waits for approval", "approval no longer needed", "/approval"),
    /** Not done in the time that it usually takes. */
    SLOW("the rollback is slow", "over: the rollback was slow", "/slow"),
    /** Said to be done, and seen not to be. */
    NOT_CONFIRMED("the rollback is not confirmed", "over: the rollback was not confirmed", "/not-confirmed"),
    /** It did not help. An incident of its own: the first may have been acknowledged, and a pager would stay silent. */
    NOT_RECOVERED("the rollback has not helped", "the rollback helped", "/not-recovered"),
    /** Its deployment ended before it did. */
    ABANDONED("rollback tracking stopped", "rollback tracking stopped", "");

    private final String opened;
    private final String resolved;
    private final String incident;

    RollbackEscalation(String opened, String resolved, String incident) {
        this.opened = opened;
        this.resolved = resolved;
        this.incident = incident;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The escalation that {@code label} names. */
    public static RollbackEscalation of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** For people, of one that begins. */
    public String headline() {
        return opened;
    }

    /** What is added to the rollback's own incident; empty where it is that. */
    String incident() {
        return incident;
    }

    String headline(IncidentAction action) {
        return action == IncidentAction.RESOLVE ? resolved : opened;
    }
}
