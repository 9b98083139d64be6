package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code probation rollback}: a person has a deployment rolled back, or says that it is. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Has a deployment rolled back: signals those that rollback.to names, whatever rollback.mode says, also"
                    + " where a rollback was only advised.",
            "With --confirm, says that the earlier version is back."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation rollback bookreader-20260131-1 --reason \"customers cannot pay\"",
            "  probation rollback bookreader-20260131-1 --confirm --by Ada"
        })
public final class RollbackCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ActingOptions acting = new ActingOptions();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    private static final class What {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept and reported.")
        private Optional<String> reason = Optional.empty();

        @Option(names = "--confirm", description = "The earlier version is back.")
        private boolean confirmed;
    }

    public RollbackCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (what.confirmed) {
            return acting.act(context, "rollback/confirm", new JsonObject());
        }
        String reason = what.reason.orElse("");
        if (reason.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--reason: expected why it is rolled back, found nothing; it is kept and reported");
        }
        return acting.act(context, "rollback", new JsonObject().put("reason", reason));
    }
}
