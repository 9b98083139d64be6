package dev.probation.agent.cli;

/** What a command's end tells the caller. Nothing that was aborted ends with {@link #PASS}. */
final class ExitCode {

    static final int PASS = 0;
    static final int FAIL = 1;
    /** Wrong usage or configuration. */
    static final int USAGE = 2;
    /** {@code check --strict} found something. */
    static final int LINT = 3;
    /** No verdict: inconclusive, cancelled, or out of time. */
    static final int INCONCLUSIVE = 4;

    static final int UNREACHABLE = 5;

    private ExitCode() {}
}
