package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ReasonText;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code probation rollback}: a person has a deployment rolled back, or says that it is. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Rolls a deployment back (--reason), or says that the earlier version is back (--confirm).",
            "--reason signals the receivers in rollback.to, whatever rollback.mode says, also if a"
                    + " rollback was only advised."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation rollback shop-1-4-2-20260131t100000000 --reason \"customers cannot pay\"",
            "  probation rollback shop-1-4-2-20260131t100000000 --confirm --by Ada"
        })
public final class RollbackCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private ActingOptions acting = new ActingOptions();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    private static final class What {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                converter = ReasonText.class,
                description = "Why. It is stored and stands in the report.")
        private Optional<String> reason = Optional.empty();

        @Option(names = "--confirm", description = "Says that the earlier version is back.")
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
        return acting.act(context, "rollback", new JsonObject().put("reason", what.reason.orElseThrow()));
    }
}
