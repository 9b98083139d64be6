package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.DeploymentList;
import dev.probation.agent.cli.command.DurationText;
import dev.probation.agent.cli.command.Interruption;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.command.Progress;
import dev.probation.agent.text.Sanitizer;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Of commands that wait for a verdict: for how long, and the waiting itself. */
final class VerdictOptions {

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "Stop waiting after this time, such as 70m, with exit code 4. Default: never.")
    private Optional<Duration> timeout = Optional.empty();

    boolean hasTimeout() {
        return timeout.isPresent();
    }

    /** The exit code that the verdict stands for, once it is printed. */
    int await(CommandContext context, AgentClient agent, String deployment, Optional<String> window, Output output) {
        Progress progress = new Progress(context.err(), context);
        VerdictWait.End end;
        try (Interruption interruption =
                Interruption.telling("ended before the verdict; the agent goes on watching " + deployment, context)) {
            end = new VerdictWait(agent, context.clock(), progress).await(deployment, window, timeout);
            interruption.done();
        }
        output.print(context.out(), end.last().json(), out -> DeploymentList.print(out, end.last()));
        context.err().println(Sanitizer.TERMINAL.line(end.sentence()));
        return end.exitCode();
    }
}
