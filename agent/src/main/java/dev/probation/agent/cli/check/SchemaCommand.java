package dev.probation.agent.cli.check;

import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code probation schema}: prints the JSON Schema of the configuration. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of the configuration, by which editors complete and check it.",
        footerHeading = "%nExample:%n",
        footer = "  probation schema > probation.schema.json")
public final class SchemaCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    public SchemaCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().println(surroundings.supplies().schema().stripTrailing());
        return ExitCode.PASS;
    }
}
