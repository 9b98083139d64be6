package dev.probation.agent.metrics;

import java.util.Locale;

/** Why the agent's port answered a request with a refusal, or closed a connection. */
public enum Refusal {
    /** It cannot be understood, or not in one way only. */
    MALFORMED,
    /** It has no token or signature, or a wrong one. */
    UNAUTHORIZED,
    /** The same, from an address that has been refused too often lately. */
    TOO_MANY_UNAUTHORIZED,
    /** A browser sent it for the page of another site. */
    CROSS_SITE,
    /** Its body is larger than its address takes. */
    TOO_LARGE,
    /** What all requests may have in memory together is used up. */
    OUT_OF_MEMORY_BUDGET,
    /** It was not whole in time, or its answer was not taken in time. */
    TOO_SLOW,
    /** Another connection needed its place. */
    TOO_MANY_CONNECTIONS,
    /** Headers that are not whole took too much memory. */
    TOO_MANY_HALF_HEADERS;

    /** As in a metric's label and in the log. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
