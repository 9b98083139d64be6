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
            "Approves a step of a rollback that the configuration marks with \"approval: required\", such as one that can"
                    + " lose data.",
            "It is started at once, and cannot be taken back. Without approval it is never started."
        },
        footerHeading = "%nExample:%n",
        footer = "  probation approve bookreader-20260131-1 restore-dump --by Ada")
public final class ApproveCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private ActingOptions acting = new ActingOptions();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RECEIVER",
            description = "The step, by its name in rollback.to; may be left out where one alone waits.")
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
