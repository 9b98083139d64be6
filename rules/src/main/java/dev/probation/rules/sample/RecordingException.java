package dev.probation.rules.sample;

/** A recording that cannot be read; the message names the line, what was expected and what was found. */
public final class RecordingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RecordingException(String name, long line, String problem) {
        super(name + ':' + line + ": " + problem);
    }
}
