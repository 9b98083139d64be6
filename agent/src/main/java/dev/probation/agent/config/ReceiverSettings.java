package dev.probation.agent.config;

/** How one kind of receiver is reached; each receiver package has its own. */
public interface ReceiverSettings {

    /** Whether it keeps an incident open until it is told that it is over, as a pager does. */
    default boolean holdsIncidents() {
        return false;
    }

    /** Whether whoever reads it can keep incidents, so that each that it opens has to be resolved. */
    default boolean showsIncidents() {
        return holdsIncidents();
    }
}
