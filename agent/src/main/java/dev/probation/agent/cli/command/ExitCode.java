package dev.probation.agent.cli.command;

import dev.probation.rules.window.Verdict;
import java.util.Set;

/** What a command's end tells the caller. Nothing that was aborted ends with {@link #PASS}. */
public final class ExitCode {

    public static final int PASS = 0;
    /** Also what the agent refuses because of its present state. */
    public static final int FAIL = 1;
    /** Wrong usage or configuration, whoever finds it wrong: the command or the agent. */
    public static final int USAGE = 2;
    /** {@code check --strict} found something, or {@code check --online} a fault of the agent's own. */
    public static final int LINT = 3;
    /** No verdict: inconclusive, cancelled, out of time, or a mistake of the program's own. */
    public static final int INCONCLUSIVE = 4;

    public static final int UNREACHABLE = 5;

    private ExitCode() {}

    /** That of the worst verdict. */
    public static int of(Set<Verdict> verdicts) {
        if (verdicts.contains(Verdict.FAIL)) {
            return FAIL;
        }
        return verdicts.contains(Verdict.INCONCLUSIVE) || verdicts.contains(Verdict.RUNNING) ? INCONCLUSIVE : PASS;
    }
}
