package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.text.Sanitizer;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation report}: the report on a deployment, or on one of its windows. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Prints the report on a deployment or on one of its windows, as Markdown or JSON.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation report shop-1-4-2-20260131t100000000",
            "  probation report shop-1-4-2-20260131t100000000 --window immediate --format json"
        })
public final class ReportCommand implements Callable<Integer> {

    private final CommandContext context;

    /** What a report can be written in. */
    enum Format {
        JSON,
        MARKDOWN
    }

    @Mixin
    private AgentOptions agent = new AgentOptions();

    @Parameters(paramLabel = "DEPLOYMENT", description = "The deployment's id, as \"probation status\" lists it.")
    private String deployment = "";

    @Option(
            names = {"--output", "-o", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "MARKDOWN",
            description = "markdown (default) or json.")
    private Format format = Format.MARKDOWN;

    @Option(names = "--window", paramLabel = "WINDOW", description = "Only this window.")
    private Optional<String> window = Optional.empty();

    public ReportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String report = agent.connect(context).report(deployment, format.name().toLowerCase(Locale.ROOT), window);
        context.out().println(Sanitizer.TERMINAL.lines(report.stripTrailing()));
        return ExitCode.PASS;
    }
}
