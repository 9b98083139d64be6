package dev.probation.agent.http;

/** A body goes on beyond its limit. */
final class LongBodyException extends Exception {

    private static final long serialVersionUID = 1;

    LongBodyException() {
        super("the body is longer than its limit", null, false, false);
    }
}
