package dev.probation.agent.web.webhook;

import java.time.Instant;

/**
 * What another system says of a service.
 *
 * @param at when it happened
 * @param by who says so
 */
record ServiceEvent(What what, String version, Instant at, String by) {

    /** What happened. */
    enum What {
        /** A version of it went live. */
        DEPLOYED,
        /** It was put back to another version. */
        ROLLED_BACK
    }
}
