package dev.probation.agent.cli;

import dev.probation.agent.config.Config;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code probation check}: validates the configuration. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Validates the configuration and says what in it is hardly meant.",
            "Exits with 2 where it is not valid, and under --strict with 3 where something was found."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  probation check", "  probation check --config.file deploy/probation.yaml --online --strict"})
final class CheckCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions files = new ConfigOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private Output output = new Output();

    @Option(names = "--online", description = "Ask every check once, and report those that cannot be measured.")
    private boolean online;

    @Option(names = "--strict", description = "Exit with 3 where something was found.")
    private boolean strict;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        log.apply();
        Config config = files.load(surroundings);
        List<Answer> answers =
                online ? ProbeRound.of(config, surroundings.supplies().probeKinds()) : List.of();
        List<String> findings = new ArrayList<>(Lint.of(config));
        answers.stream().map(CheckCommand::unmeasured).forEach(findings::addAll);
        output.print(surroundings.out(), json(config, answers, findings), out -> print(out, config, answers, findings));
        return strict && !findings.isEmpty() ? ExitCode.LINT : ExitCode.PASS;
    }

    /** A value beyond its limit is no fault of the configuration; a target that cannot be asked may be. */
    private static List<String> unmeasured(Answer answer) {
        return answer.state().equals("error") || answer.state().equals("no-data")
                ? List.of("services." + answer.service() + ".checks."
                        + answer.check().rule().id() + ": asked just now: " + answer.state() + ", " + answer.detail())
                : List.of();
    }

    private static JsonObject json(Config config, List<Answer> answers, List<String> findings) {
        return new JsonObject()
                .put("valid", true)
                .put("fingerprint", config.fingerprint())
                .put("findings", new JsonArray(new ArrayList<>(findings)))
                .put("answers", ProbeCommand.json(answers));
    }

    private static void print(PrintWriter out, Config config, List<Answer> answers, List<String> findings) {
        if (!answers.isEmpty()) {
            ProbeCommand.print(out, answers);
            out.println();
        }
        findings.forEach(finding -> out.println(PlainText.line("found: " + finding)));
        int checks = config.services().stream()
                .mapToInt(service -> service.checks().size())
                .sum();
        out.println("The configuration is valid: services " + config.services().size() + ", checks " + checks
                + ", targets " + config.targets().size() + ", windows "
                + config.windows().size() + ", findings "
                + findings.size() + ".");
    }
}
