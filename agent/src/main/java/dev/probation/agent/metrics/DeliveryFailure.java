package dev.probation.agent.metrics;

import java.util.Locale;

/** Why an attempt to send a message failed. */
public enum DeliveryFailure {
    /** Refused for good: a status such as 400 or 404. */
    REFUSED,
    /** Asked to come back later: 429. */
    RATE_LIMITED,
    SERVER_ERROR,
    TIMEOUT,
    /** No connection: address, name or TLS. */
    UNREACHABLE,
    /** The connection ended before the answer, so that nobody knows whether the message was taken. */
    BROKEN,
    /** A rollback signal whose deadline or deployment is over: it would undo what may have gone live since. */
    EXPIRED,
    /** The deployment ended before its rollback signal was accepted. */
    OVERTAKEN,
    /** The agent stopped while a command ran. */
    OUTCOME_UNKNOWN,
    OTHER;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
