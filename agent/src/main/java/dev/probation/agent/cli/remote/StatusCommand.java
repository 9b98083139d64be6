package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.DeploymentAnswer;
import dev.probation.agent.cli.command.DeploymentList;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.command.Table;
import dev.probation.agent.text.Nearest;
import dev.probation.agent.text.Sanitizer;
import io.vertx.core.json.JsonArray;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation status}: the newest deployments, or one of them with its checks. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Lists the newest deployments, or shows one with the state of its checks.",
        footerHeading = "%nExamples:%n",
        footer = {"  probation status --service shop", "  probation status shop-1-4-2-20260131t100000000 --output json"
        })
public final class StatusCommand implements Callable<Integer> {

    private static final int USUAL = 20;

    private final CommandContext context;

    @Mixin
    private AgentOptions agent = new AgentOptions();

    @Mixin
    private Output output = new Output();

    @Parameters(
            paramLabel = "DEPLOYMENT",
            arity = "0..1",
            description = "The deployment to show. Without it, the newest are listed.")
    private Optional<String> deployment = Optional.empty();

    @Option(names = "--service", paramLabel = "SERVICE", description = "List only this service's deployments.")
    private Optional<String> service = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + USUAL,
            description = "List at most this many. Default: ${DEFAULT-VALUE}.")
    private int limit = USUAL;

    public StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (deployment.isPresent() && (service.isPresent() || limit != USUAL)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "expected DEPLOYMENT or " + (service.isPresent() ? "--service" : "--limit")
                            + ", but found both; one deployment is shown as it is");
        }
        AgentClient client = agent.connect(context);
        if (deployment.isPresent()) {
            DeploymentAnswer found = client.find(deployment.orElseThrow());
            output.print(context.out(), found.json(), out -> DeploymentList.print(out, found));
        } else {
            JsonArray newest = client.newest(service, limit);
            if (newest.isEmpty()) {
                service.ifPresent(name -> requireKnown(name, client.configured().services()));
            }
            output.print(context.out(), newest, out -> list(out, newest));
        }
        return ExitCode.PASS;
    }

    private static void requireKnown(String name, List<String> known) {
        if (!known.contains(name)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the configuration has no service \"" + name + '"' + Nearest.hint(name, known));
        }
    }

    private void list(PrintWriter out, JsonArray newest) {
        if (newest.isEmpty()) {
            out.println(Sanitizer.TERMINAL.line(
                    "No deployments" + service.map(name -> " of " + name).orElse("")
                            + " yet. Announce one with \"probation deploy " + service.orElse("SERVICE")
                            + " VERSION\"."));
            return;
        }
        Table table =
                new Table("DEPLOYMENT", "SERVICE", "VERSION", "LIVE SINCE", "PHASE", "VERDICT", "WINDOW", "CHECKS");
        for (int i = 0; i < newest.size(); i++) {
            DeploymentAnswer one = new DeploymentAnswer(newest.getJsonObject(i));
            List<DeploymentAnswer.Window> windows = one.windows();
            Optional<DeploymentAnswer.Window> last =
                    windows.isEmpty() ? Optional.empty() : Optional.of(windows.get(windows.size() - 1));
            table.row(
                    one.id(),
                    one.service(),
                    one.version(),
                    one.deployedAt(),
                    one.phase(),
                    one.verdict(),
                    last.map(DeploymentAnswer.Window::name).orElse(""),
                    last.map(DeploymentAnswer.Window::states).orElse(""));
        }
        table.print(out);
        for (int i = 0; i < newest.size(); i++) {
            DeploymentAnswer one = new DeploymentAnswer(newest.getJsonObject(i));
            one.versionProblem()
                    .filter(what -> one.isOpen())
                    .ifPresent(what -> out.println(Sanitizer.TERMINAL.line(one.id() + ": " + what)));
            if (one.isOpen()) {
                one.unmeasured()
                        .forEach(what -> out.println(Sanitizer.TERMINAL.line(one.id() + ": unmeasured: " + what)));
            }
            one.notSaved().ifPresent(line -> out.println(Sanitizer.TERMINAL.line(line)));
        }
    }
}
