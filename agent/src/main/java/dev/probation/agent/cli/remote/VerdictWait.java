package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.DeploymentAnswer;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Progress;
import dev.probation.agent.cli.command.RollbackAnswer;
import dev.probation.agent.text.Nearest;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Waits for the verdict on a deployment, or on its windows up to one. A failure is final, so it ends the waiting early.
 */
final class VerdictWait {

    /** An agent that restarts is away for this long at most. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofSeconds(1);

    /** A working agent answers at once, and a frozen one must not hold up the timeout. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** For a last look when the time is up. */
    private static final long MOMENT = Duration.ofMillis(500).toNanos();

    private static final String AWAY = "the agent does not answer; trying again";

    private final AgentClient agent;
    private final CommandClock clock;
    private final Progress progress;

    /**
     * How the waiting ended.
     *
     * @param last as last seen
     */
    record End(int exitCode, String sentence, DeploymentAnswer last) {}

    VerdictWait(AgentClient agent, CommandClock clock, Progress progress) {
        this.agent = agent;
        this.clock = clock;
        this.progress = progress;
    }

    /** Until the verdict on {@code window}, or on the whole deployment without one. */
    End await(String deployment, Optional<String> window, Optional<Duration> timeout) {
        long start = clock.nanos();
        DeploymentAnswer last = agent.find(deployment, shorter(ANSWER, timeout.orElse(ANSWER)));
        requirePlanned(last, window);
        try {
            while (true) {
                Optional<End> end = ended(last, window);
                if (end.isPresent()) {
                    return end.orElseThrow();
                }
                Duration left = timeout.map(most -> most.minusNanos(clock.nanos() - start))
                        .orElse(ANSWER);
                if (left.isNegative() || left.isZero()) {
                    return noVerdict(timeout.orElseThrow(), "the agent continues to watch", last);
                }
                progress.show(last);
                clock.pause(shorter(POLL, left));
                Optional<DeploymentAnswer> next = findAgain(deployment, timeout.map(most -> start + most.toNanos()));
                if (next.isEmpty()) {
                    return noVerdict(timeout.orElseThrow(), "the agent does not answer", last);
                }
                last = next.orElseThrow();
            }
        } finally {
            progress.end();
        }
    }

    private static End noVerdict(Duration timeout, String why, DeploymentAnswer last) {
        return new End(
                ExitCode.INCONCLUSIVE, "no verdict yet after " + Durations.writeExactly(timeout) + "; " + why, last);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** A window that never comes is not waited for; one of a deployment that has ended may have been cut off. */
    private static void requirePlanned(DeploymentAnswer deployment, Optional<String> window) {
        List<String> planned = deployment.plannedWindows();
        if (!deployment.isOpen()
                || planned.isEmpty()
                || window.map(planned::contains).orElse(true)) {
            return;
        }
        String name = window.orElseThrow();
        throw new CommandFailure(
                ExitCode.USAGE,
                "deployment " + deployment.id() + " is being watched, but it has no window \"" + name + '"'
                        + Nearest.hint(name, planned));
    }

    /** The deployment; empty where the agent does not answer until {@code end}, in nanoseconds of the clock. */
    private Optional<DeploymentAnswer> findAgain(String deployment, Optional<Long> end) {
        long since = clock.nanos();
        while (true) {
            long left = end.map(last -> last - clock.nanos()).orElse(Long.MAX_VALUE);
            try {
                return Optional.of(agent.find(deployment, shorter(ANSWER, Duration.ofNanos(Math.max(left, MOMENT)))));
            } catch (CommandFailure away) {
                if (away.exitCode() != ExitCode.UNREACHABLE) {
                    throw away;
                }
                if (end.filter(last -> clock.nanos() >= last).isPresent()) {
                    return Optional.empty();
                }
                if (clock.nanos() - since >= PATIENCE.toNanos()) {
                    throw away;
                }
                progress.tell(AWAY);
                clock.pause(end.map(last -> shorter(POLL, Duration.ofNanos(last - clock.nanos())))
                        .orElse(POLL));
            }
        }
    }

    private static Optional<End> ended(DeploymentAnswer deployment, Optional<String> window) {
        if (deployment.rollback().isPresent()) {
            RollbackAnswer rollback = deployment.rollback().orElseThrow();
            String why = "fail: a rollback was " + rollback.decision() + ": " + rollback.reason();
            return Optional.of(new End(ExitCode.FAIL, why, deployment));
        }
        List<DeploymentAnswer.Window> awaited = upTo(deployment.windows(), window);
        String worst = worst(deployment, awaited, window);
        if (worst.equals("fail")) {
            return Optional.of(new End(ExitCode.FAIL, "fail" + reason(awaited, worst), deployment));
        }
        boolean complete = isComplete(deployment, awaited, window);
        if (!complete && deployment.isOpen()) {
            return Optional.empty();
        }
        if (!complete) {
            return Optional.of(new End(
                    ExitCode.INCONCLUSIVE,
                    "inconclusive: the deployment ended as " + deployment.phase() + missing(deployment, window),
                    deployment));
        }
        return Optional.of(new End(exitCode(worst), worst + reason(awaited, worst), deployment));
    }

    private static String missing(DeploymentAnswer deployment, Optional<String> window) {
        return window.filter(name -> indexOf(deployment.windows(), window) < 0)
                .map(name -> " without a window \"" + name + "\"; it had "
                        + deployment.windows().stream()
                                .map(DeploymentAnswer.Window::name)
                                .toList())
                .orElse("");
    }

    /** All windows before and with the named one; all there are where it has not begun, or none is named. */
    private static List<DeploymentAnswer.Window> upTo(List<DeploymentAnswer.Window> windows, Optional<String> name) {
        int last = indexOf(windows, name);
        return last < 0 ? windows : windows.subList(0, last + 1);
    }

    private static int indexOf(List<DeploymentAnswer.Window> windows, Optional<String> name) {
        List<String> names = windows.stream().map(DeploymentAnswer.Window::name).toList();
        return name.map(names::indexOf).orElse(-1);
    }

    /** Whether the awaited verdict is final: its window was seen to its end, rather than cut short. */
    private static boolean isComplete(
            DeploymentAnswer deployment, List<DeploymentAnswer.Window> awaited, Optional<String> window) {
        if (window.isEmpty()) {
            return deployment.phase().equals("finished");
        }
        int index = indexOf(deployment.windows(), window);
        if (index < 0 || awaited.get(index).isRunning()) {
            return false;
        }
        boolean last = index == deployment.windows().size() - 1;
        return !(last && deployment.isCutShort());
    }

    private static String worst(
            DeploymentAnswer deployment, List<DeploymentAnswer.Window> awaited, Optional<String> window) {
        if (window.isEmpty()) {
            return deployment.verdict();
        }
        List<String> order = List.of("running", "pass", "warn", "inconclusive", "fail");
        return awaited.stream()
                .map(DeploymentAnswer.Window::verdict)
                .max((one, other) -> Integer.compare(order.indexOf(one), order.indexOf(other)))
                .orElse("running");
    }

    private static String reason(List<DeploymentAnswer.Window> windows, String verdict) {
        return windows.stream()
                .filter(window -> window.verdict().equals(verdict))
                .findFirst()
                .map(window ->
                        " in the " + window.name() + " window: " + window.json().getString("reason", ""))
                .orElse("");
    }

    private static int exitCode(String verdict) {
        return switch (verdict) {
            case "pass", "warn" -> ExitCode.PASS;
            case "fail" -> ExitCode.FAIL;
            default -> ExitCode.INCONCLUSIVE;
        };
    }
}
