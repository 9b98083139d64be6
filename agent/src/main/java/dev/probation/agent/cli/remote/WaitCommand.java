package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.DeploymentList;
import dev.probation.agent.cli.command.DurationText;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.command.Progress;
import dev.probation.agent.text.Sanitizer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation wait}: blocks until the verdict. */
@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description = {
            "Waits for the verdict on a deployment, and exits with it.",
            "0 is pass or warn, 1 fail, 4 inconclusive or no verdict in time. It ends at once if an"
                    + " awaited window fails or a rollback is decided."
        },
        footerHeading = "%nExample:%n",
        footer = "  probation wait shop-1-4-2-20260131t100000000 --window immediate --timeout 70m",
        exitCodeOnExecutionException = ExitCode.INCONCLUSIVE)
public final class WaitCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private AgentOptions agent = new AgentOptions();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "DEPLOYMENT", description = "The deployment's id, as \"probation status\" lists it.")
    private String deployment = "";

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            description = "Wait for this window and those before it. Default: all windows.")
    private Optional<String> window = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "Stop waiting after this time, such as 70m, with exit code 4. Default: never.")
    private Optional<Duration> timeout = Optional.empty();

    public WaitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return await(context, agent.connectForVerdict(context), deployment, window, timeout, output);
    }

    static int await(
            CommandContext context,
            AgentClient agent,
            String deployment,
            Optional<String> window,
            Optional<Duration> timeout,
            Output output) {
        Progress progress = new Progress(context.err(), context);
        VerdictWait.End end = new VerdictWait(agent, context.clock(), progress).await(deployment, window, timeout);
        output.print(context.out(), end.last().json(), out -> DeploymentList.print(out, end.last()));
        context.err().println(Sanitizer.TERMINAL.line(end.sentence()));
        return end.exitCode();
    }
}
