package dev.probation.agent.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code probation rollback}: a person decides that a deployment is rolled back. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Decides that a deployment is rolled back, and signals it as the configuration says.",
        footerHeading = "%nExample:%n",
        footer = "  probation rollback bookreader-20260131-1 --reason \"customers cannot pay\"")
final class RollbackCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private ActingOptions acting = new ActingOptions();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept and reported.")
    private String reason = "";

    RollbackCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return acting.act(surroundings, "rollback", new JsonObject().put("reason", reason));
    }
}
