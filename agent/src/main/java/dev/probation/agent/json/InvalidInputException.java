package dev.probation.agent.json;

/** What a caller sent is not what it must send; the message is for the caller: where, what was expected, what was found. */
public final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message, null, false, false);
    }
}
