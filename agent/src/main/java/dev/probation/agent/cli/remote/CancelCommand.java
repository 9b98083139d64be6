package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ReasonText;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code probation cancel}: ends the watching of a deployment. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description =
                "Stops watching a deployment. A window that still runs ends as inconclusive, unless it has failed already.",
        footerHeading = "%nExample:%n",
        footer = "  probation cancel shop-1-4-2-20260131t100000000 --reason \"was never switched on\"")
public final class CancelCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private ActingOptions acting = new ActingOptions();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            converter = ReasonText.class,
            description = "Why. It is stored and stands in the report.")
    private String reason = "";

    public CancelCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return acting.act(context, "cancel", new JsonObject().put("reason", reason));
    }
}
