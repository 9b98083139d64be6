package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.BaselineFile;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.DeploymentAnswer;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.InstantText;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.command.VersionText;
import dev.probation.agent.text.Nearest;
import dev.probation.agent.text.Sanitizer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation deploy}: tells the agent that a version went live. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description = {
            "Announces a deployment to the agent, and prints its id.",
            "With --wait it waits for the verdict and exits with it, as \"probation wait\" does."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation deploy shop 1.4.2 --wait immediate --timeout 70m",
            "  probation deploy shop 1.4.2 --deployed-at 2026-01-31T10:00:00Z",
            "  probation deploy shop 1.4.2 --baseline before.jsonl"
        })
public final class DeployCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private AgentOptions agent = new AgentOptions();

    @Mixin
    private Output output = new Output();

    @Mixin
    private VerdictOptions verdict = new VerdictOptions();

    @Mixin
    private BaselineFile baseline = new BaselineFile();

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service's name in the agent's configuration.")
    private String service = "";

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            converter = VersionText.class,
            description = "The version that went live.")
    private String version = "";

    @Option(
            names = "--deployed-at",
            paramLabel = "INSTANT",
            converter = InstantText.class,
            description = "When it went live, such as 2026-01-31T10:00:00Z. Default: now.")
    private Optional<Instant> deployedAt = Optional.empty();

    @Option(names = "--rollback", description = "This deployment is a rollback. It is never rolled back in turn.")
    private boolean rollback;

    @Option(
            names = "--wait",
            paramLabel = "WINDOW",
            description = "Wait for the verdict on this window and those before it.")
    private Optional<String> window = Optional.empty();

    public DeployCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (verdict.hasTimeout() && window.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--timeout is how long to wait, so it needs --wait WINDOW");
        }
        AgentClient client = agent.connect(context);
        JsonObject announcement = announcement();
        window.ifPresent(name -> requireKnown(name, client.configured().windows()));
        AgentClient.Announced answer = client.announce(announcement);
        DeploymentAnswer announced = answer.deployment();
        if (answer.known()) {
            context.err().println(Sanitizer.TERMINAL.line(known(announced)));
        }
        if (window.isEmpty()) {
            output.print(context.out(), announced.json(), out -> out.println(Sanitizer.TERMINAL.line(announced.id())));
            return ExitCode.PASS;
        }
        context.err().println(Sanitizer.TERMINAL.line("deployment " + announced.id()));
        return verdict.await(context, client, announced.id(), window, output);
    }

    /** Before anything is announced; an agent that names no windows is asked for one later. */
    private static void requireKnown(String window, List<String> known) {
        if (!known.isEmpty() && !known.contains(window)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "nothing was announced, because the configuration has no window \"" + window + "\" for --wait"
                            + Nearest.hint(window, known));
        }
    }

    /** Whoever announces it again is told so, and what of their options came to nothing. */
    private String known(DeploymentAnswer deployment) {
        List<String> unused = new ArrayList<>();
        if (rollback && !deployment.isRollback()) {
            unused.add("--rollback");
        }
        if (baseline.isGiven()) {
            unused.add("--baseline");
        }
        if (deployedAt
                .filter(at -> !at.toString().equals(deployment.deployedAt()))
                .isPresent()) {
            unused.add("--deployed-at");
        }
        String release = deployment.service() + " " + deployment.version();
        return (deployment.isOpen()
                        ? release + " is being watched already, live since " + deployment.deployedAt()
                        : release + " was announced before and has ended as " + deployment.phase())
                + "; nothing new was announced"
                + (unused.isEmpty() ? "" : ", and " + String.join(", ", unused) + " changed nothing");
    }

    private JsonObject announcement() {
        JsonObject announcement = new JsonObject().put("service", service).put("version", version);
        deployedAt.ifPresent(at -> announcement.put("deployedAt", at.toString()));
        baseline.text(service).ifPresent(text -> announcement.put("baseline", text));
        return rollback ? announcement.put("rollback", true) : announcement;
    }
}
