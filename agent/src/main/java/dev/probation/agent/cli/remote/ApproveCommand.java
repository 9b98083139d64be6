package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code probation approve}: a person has a step of a rollback started that waits for that. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = {
            "Approves a rollback step that waits for approval.",
            "The configuration marks such a step with \"approval: required\". It starts at once, and the"
                    + " approval cannot be withdrawn. Without approval it never starts."
        },
        footerHeading = "%nExample:%n",
        footer = "  probation approve shop-1-4-2-20260131t100000000 restore-dump --by Ada")
public final class ApproveCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private ActingOptions acting = new ActingOptions();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RECEIVER",
            description = "The step's name in rollback.to. May be left out if only one step waits.")
    private Optional<String> receiver = Optional.empty();

    public ApproveCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        JsonObject body = new JsonObject();
        receiver.ifPresent(name -> body.put("receiver", name));
        return acting.act(context, "rollback/approve", body);
    }
}
