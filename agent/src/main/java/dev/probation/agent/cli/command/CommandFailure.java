package dev.probation.agent.cli.command;

import java.util.List;

/** A command cannot go on; the message says what was expected, what was found and what to do. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> sentences;

    public CommandFailure(int exitCode, String message) {
        this(exitCode, List.of(message));
    }

    /** One that has several reasons, each told in a line of its own. */
    public CommandFailure(int exitCode, List<String> sentences) {
        super(String.join("\n", sentences));
        this.exitCode = exitCode;
        this.sentences = List.copyOf(sentences);
    }

    /** The reasons, one each. */
    public List<String> sentences() {
        return sentences;
    }

    public int exitCode() {
        return exitCode;
    }
}
