package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.DeploymentAnswer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation sign}: a person confirms an item of the checklist. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = "Confirms a line of the checklist that only a person can judge.",
        footerHeading = "%nExample:%n",
        footer = "  probation sign shop-1-4-2-20260131t100000000 user-feedback --by Ada --note \"no complaints\"")
public final class SignCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private ActingOptions acting = new ActingOptions();

    @Parameters(index = "1", paramLabel = "NAME", description = "The name of the sign-off in the configuration.")
    private String item = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "What you saw. It is stored and stands in the report.")
    private String note = "";

    public SignCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return acting.act(
                context,
                "sign-offs/" + AgentClient.named("the name of a sign-off", item),
                new JsonObject().put("note", note),
                this::done);
    }

    /** Whoever signs late expects to have mended the window that ended without it. */
    private List<String> done(DeploymentAnswer answer) {
        return Stream.concat(
                        Stream.of("Signed off: " + item + "."),
                        answer.windows().stream()
                                .filter(window -> window.verdict().equals("inconclusive"))
                                .map(window -> "Window " + window.name()
                                        + " had ended and stays inconclusive: a sign-off counts in windows that have not"
                                        + " ended yet."))
                .toList();
    }
}
