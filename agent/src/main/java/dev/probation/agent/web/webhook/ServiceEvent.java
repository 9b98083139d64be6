package dev.probation.agent.web.webhook;

import java.time.Instant;
import java.util.List;

/**
 * What another system says of a service.
 *
 * @param names what it may be called by, the surest first
 * @param at when it happened
 * @param by who says so
 */
record ServiceEvent(What what, List<String> names, String version, Instant at, String by) {

    /** What happened. */
    enum What {
        /** A version of it went live. */
        DEPLOYED,
        /** It was put back to another version. */
        ROLLED_BACK
    }

    ServiceEvent {
        names = List.copyOf(names);
    }
}
