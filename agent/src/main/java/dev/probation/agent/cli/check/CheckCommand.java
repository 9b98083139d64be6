package dev.probation.agent.cli.check;

import dev.probation.agent.assembly.VertxFactory;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ConfigOptions;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.log.LogOptions;
import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.receiver.Receivers;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code probation check}: validates the configuration. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Validates the configuration and warns about what is probably wrong.",
            "Exits with 2 if it is not valid, with --online with 3 if the agent itself cannot ask a check, keep its"
                    + " store or carry out a rollback on this machine, and with --strict with 3 if something was found."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  probation check --online --strict", "  probation check --config.file deploy/probation.yaml"})
public final class CheckCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(CheckCommand.class);

    private final CommandContext context;

    @Mixin
    private ConfigOptions files = new ConfigOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--online",
            description = "Also ask every check once: report checks that cannot be measured, and warn about queries"
                    + " that are probably wrong. Run it where the agent runs, as its user: it also finds what rollbacks"
                    + " and the store need and this machine lacks.")
    private boolean online;

    @Option(names = "--strict", description = "Exit with 3 if something was found.")
    private boolean strict;

    public CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        log.apply();
        Config config = load();
        ProbeKinds kinds = context.services().probeKinds();
        List<ProbeAnswer> answers = online ? ProbeRound.of(config, kinds) : List.of();
        List<LintedCheck> linted = new ArrayList<>(LintedCheck.text(config, kinds));
        linted.addAll(online ? ProbeRound.lint(config, kinds) : List.of());
        List<String> hints = new ArrayList<>(ConfigLint.of(config, kinds));
        List<String> missing = missing(config);
        hints.addAll(online ? missing : List.of());
        Checked checked = new Checked(config, hints, online ? List.of() : missing, answers, linted);
        output.print(context.out(), json(checked), out -> print(out, checked));
        boolean serious = strict
                ? !checked.findings().isEmpty()
                : online && (!missing.isEmpty() || answers.stream().anyMatch(ProbeAnswer::isOwnFault));
        return serious ? ExitCode.LINT : ExitCode.PASS;
    }

    /** Where it is not valid, a program that reads the output is told of all that is wrong. */
    private Config load() {
        try {
            return files.load(context);
        } catch (CommandFailure invalid) {
            if (output.isForPrograms()) {
                JsonObject json = json(false, null, invalid.sentences(), List.of(), List.of(), List.of());
                output.print(context.out(), json, out -> {});
            }
            throw invalid;
        }
    }

    /** What the agent needs of the machine that it runs on, and does not find on this one. */
    private List<String> missing(Config config) {
        AgentConfig agent = config.agent();
        Optional<String> store = StoreFactory.missing(agent.store())
                .or(() -> online && StoreFactory.hasServer(agent.store()) ? unreachable(agent) : Optional.empty())
                .map(sentence -> "agent.store: " + sentence);
        return Stream.concat(store.stream(), Receivers.missing(config).stream()).toList();
    }

    /** Why the store's server cannot be used, which is connected to as the agent does. */
    private static Optional<String> unreachable(AgentConfig agent) {
        Vertx vertx = VertxFactory.create();
        try {
            Time time = new VertxTime(vertx, vertx.getOrCreateContext());
            return StoreFactory.unreachable(
                    agent.store(), agent.storePassword().orElse(null), new HostNames(vertx, time), time);
        } finally {
            Future<Void> closing = vertx.close();
            LOG.debug("vertx closing={}", closing);
        }
    }

    /**
     * All that came out of it.
     *
     * @param notes what this machine lacks, which need not be the agent's
     */
    private record Checked(
            Config config,
            List<String> hints,
            List<String> notes,
            List<ProbeAnswer> answers,
            List<LintedCheck> linted) {

        /** One sentence each, with where it is. */
        List<String> findings() {
            List<String> findings = new ArrayList<>(hints);
            answers.stream().map(CheckCommand::unmeasured).forEach(findings::addAll);
            linted.stream().flatMap(LintedCheck::warnings).forEach(findings::add);
            return findings;
        }
    }

    /** A value beyond its limit is no fault of the configuration; a target that cannot be asked may be. */
    private static List<String> unmeasured(ProbeAnswer answer) {
        return answer.state().equals("error") || answer.state().equals("no-data")
                ? List.of("services." + answer.service() + ".checks."
                        + answer.check().rule().id() + ": asked just now: " + answer.state() + ", " + answer.detail())
                : List.of();
    }

    private static JsonObject json(Checked checked) {
        return json(
                true,
                checked.config().fingerprint(),
                checked.findings(),
                checked.notes(),
                checked.linted(),
                checked.answers());
    }

    private static JsonObject json(
            boolean valid,
            @Nullable String fingerprint,
            List<String> findings,
            List<String> notes,
            List<LintedCheck> linted,
            List<ProbeAnswer> answers) {
        return new JsonObject()
                .put("valid", valid)
                .put("fingerprint", fingerprint)
                .put("findings", new JsonArray(new ArrayList<>(findings)))
                .put("notes", new JsonArray(new ArrayList<>(notes)))
                .put("lints", LintedCheck.json(linted))
                .put("answers", ProbeCommand.json(answers));
    }

    private static void print(PrintWriter out, Checked checked) {
        Config config = checked.config();
        List<String> findings = checked.findings();
        if (!checked.answers().isEmpty()) {
            ProbeCommand.print(out, checked.answers());
            out.println();
        }
        Stream.concat(checked.notes().stream(), checked.linted().stream().flatMap(LintedCheck::notes))
                .forEach(note -> out.println(Sanitizer.TERMINAL.line("note: " + note)));
        findings.forEach(finding -> out.println(Sanitizer.TERMINAL.line("found: " + finding)));
        int checks = config.services().stream()
                .mapToInt(service -> service.checks().size())
                .sum();
        out.println("The configuration is valid: services " + config.services().size() + ", checks " + checks
                + ", targets " + config.targets().size() + ", windows "
                + config.windows().size() + ", findings "
                + findings.size() + ".");
    }
}
