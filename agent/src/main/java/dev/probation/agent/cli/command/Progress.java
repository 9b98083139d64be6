package dev.probation.agent.cli.command;

import dev.probation.agent.text.Sanitizer;
import dev.probation.rules.expectation.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What is going on while a command waits: one line rewritten on a terminal, elsewhere a line now and then. */
public final class Progress {

    private static final Duration PLAIN_EVERY = Duration.ofSeconds(30);
    private static final String CLEAR_LINE = "\r\u001B[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final CommandClock clock;
    private String last = "";
    private long shownAt;

    public Progress(PrintWriter err, CommandContext context) {
        this.err = err;
        this.terminal = context.terminal();
        this.clock = context.clock();
    }

    public void show(DeploymentAnswer deployment) {
        show(sentence(deployment));
    }

    public void show(String sentence) {
        show(sentence, last.isEmpty());
    }

    /** The same, and at once where it is not what was shown last. */
    public void tell(String sentence) {
        show(sentence, !sentence.equals(last));
    }

    private void show(String sentence, boolean atOnce) {
        if (terminal) {
            err.print(CLEAR_LINE + Sanitizer.TERMINAL.line(sentence));
            last = sentence;
        } else if (atOnce || clock.nanos() - shownAt >= PLAIN_EVERY.toNanos()) {
            err.println(Sanitizer.TERMINAL.line(sentence));
            shownAt = clock.nanos();
            last = sentence;
        }
        err.flush();
    }

    /** Leaves the terminal's line free for what comes next. */
    public void end() {
        if (terminal && !last.isEmpty()) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }

    private String sentence(DeploymentAnswer deployment) {
        String release = deployment.service() + " " + deployment.version();
        return deployment.windows().stream()
                .filter(DeploymentAnswer.Window::isRunning)
                .reduce((earlier, later) -> later)
                .map(window -> release + "  " + window.name() + left(window) + "  " + window.states())
                .orElse(release + "  " + deployment.phase());
    }

    private String left(DeploymentAnswer.Window window) {
        return window.to()
                .map(to -> "  " + left(Duration.between(clock.now(), to)))
                .orElse("");
    }

    /** How long it still takes, in whole seconds; what has passed already is no time at all. */
    public static String left(Duration duration) {
        Duration seconds = duration.isNegative() ? Duration.ZERO : duration.truncatedTo(ChronoUnit.SECONDS);
        return Durations.write(seconds) + " left";
    }
}
