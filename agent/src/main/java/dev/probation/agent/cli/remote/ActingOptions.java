package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.DeploymentAnswer;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.command.Surroundings;
import dev.probation.agent.cli.command.Verdicts;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands share by which a person acts on a deployment. */
final class ActingOptions {

    @Mixin
    private AgentOptions agent = new AgentOptions();

    @Mixin
    private Output output = new Output();

    @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "As \"probation status\" lists it.")
    private String deployment = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who does this; the user's login name without it.")
    private Optional<String> by = Optional.empty();

    int act(Surroundings surroundings, String action, JsonObject body) {
        body.put("by", by.orElseGet(() -> System.getProperty("user.name", "unknown")));
        DeploymentAnswer answer = agent.connect(surroundings).act(deployment, action, body);
        output.print(surroundings.out(), answer.json(), out -> Verdicts.print(out, answer));
        return ExitCode.PASS;
    }
}
