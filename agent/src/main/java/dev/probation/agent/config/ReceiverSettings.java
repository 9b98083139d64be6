package dev.probation.agent.config;

import java.util.List;

/** How one kind of receiver is reached; each receiver package has its own. */
public interface ReceiverSettings {

    /** Where it is reached over the network; nowhere where it is of this machine. */
    default List<Endpoint> endpoints() {
        return List.of();
    }

    /** Whether it keeps an incident open until it is told that it is over, as a pager does. */
    default boolean holdsIncidents() {
        return false;
    }

    /** Whether whoever reads it can keep incidents, so that each that it opens has to be resolved. */
    default boolean showsIncidents() {
        return holdsIncidents();
    }
}
