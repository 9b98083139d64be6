package dev.probation.agent.cli.check;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code probation schema}: prints the JSON Schema of the configuration. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of the configuration, with which editors complete and check it.",
        footerHeading = "%nExample:%n",
        footer = "  probation schema > probation.schema.json")
public final class SchemaCommand implements Callable<Integer> {

    private final CommandContext context;

    public SchemaCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.out().println(context.services().schema().stripTrailing());
        return ExitCode.PASS;
    }
}
