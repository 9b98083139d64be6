package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.DeploymentAnswer;
import dev.probation.agent.cli.command.DeploymentList;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.text.Sanitizer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands share by which a person acts on a deployment. */
final class ActingOptions {

    @Mixin
    private AgentOptions agent = new AgentOptions();

    @Mixin
    private Output output = new Output();

    @Parameters(
            index = "0",
            paramLabel = "DEPLOYMENT",
            description = "The deployment's id, as \"probation status\" lists it.")
    private String deployment = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who does this. Default: your login name.")
    private Optional<String> by = Optional.empty();

    int act(CommandContext context, String action, JsonObject body) {
        return act(context, action, body, answer -> List.of());
    }

    /** @param done what a person reads first, where the deployment's state does not say that it was done; a line each */
    int act(CommandContext context, String action, JsonObject body, Function<DeploymentAnswer, List<String>> done) {
        body.put("by", by.orElseGet(() -> System.getProperty("user.name", "unknown")));
        DeploymentAnswer answer = agent.connect(context).act(deployment, action, body);
        output.print(context.out(), answer.json(), out -> {
            done.apply(answer).forEach(line -> out.println(Sanitizer.TERMINAL.line(line)));
            DeploymentList.print(out, answer);
        });
        return ExitCode.PASS;
    }
}
