package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.Output;
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
                    + " awaited window fails or a rollback is decided or advised."
        },
        footerHeading = "%nExample:%n",
        footer = "  probation wait shop-1-4-2-20260131t100000000 --window immediate --timeout 70m")
public final class WaitCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private AgentOptions agent = new AgentOptions();

    @Mixin
    private Output output = new Output();

    @Mixin
    private VerdictOptions verdict = new VerdictOptions();

    @Parameters(paramLabel = "DEPLOYMENT", description = "The deployment's id, as \"probation status\" lists it.")
    private String deployment = "";

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            description = "Wait for this window and those before it. Default: all windows.")
    private Optional<String> window = Optional.empty();

    public WaitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return verdict.await(context, agent.connect(context), deployment, window, output);
    }
}
