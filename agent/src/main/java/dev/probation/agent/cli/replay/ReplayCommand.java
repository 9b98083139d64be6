package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.InstantText;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.command.VersionText;
import dev.probation.agent.text.Sanitizer;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.window.Verdict;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation replay}: judges recordings by the configuration, without an agent and without a target. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Judges recordings by the configuration, or by a changed one. No target is asked.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation replay healthy.jsonl",
            "  probation replay --output json recordings/*.jsonl",
            "  probation replay --set checks.error-rate.expect=\"< 0.5%%\" recordings/*.jsonl",
            "  probation replay --service api --version 1.4.2 --deployed-at 2026-01-31T10:00:00Z old.csv.gz"
        })
public final class ReplayCommand implements Callable<Integer> {

    private final CommandContext context;
    private final Function<SetOptions, Function<String, Checklist>> checklists;
    private final InputStream standardInput;
    private final Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);

    @Mixin
    private SetOptions config = new SetOptions();

    @Mixin
    private Output output = new Output();

    @Parameters(
            paramLabel = "RECORDING",
            arity = "1..*",
            description = "A recording as JSON Lines or CSV, packed if its name ends in .gz; - is standard input.")
    private List<String> recordings = List.of();

    /** By itself, since {@code --version} is the deployment's here. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean unusedSincePicocliAnswersIt;

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = "The service, for recordings that do not name it.")
    private Optional<String> service = Optional.empty();

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            converter = VersionText.class,
            description = "The version, for recordings that do not name it.")
    private Optional<String> version = Optional.empty();

    @Option(
            names = "--deployed-at",
            paramLabel = "INSTANT",
            converter = InstantText.class,
            description = "When it went live, such as 2026-01-31T10:00:00Z, for recordings that do not say so.")
    private Optional<Instant> deployedAt = Optional.empty();

    /**
     * @param checklists reads the configuration, and gives the checklist of a service by its name
     */
    public ReplayCommand(
            CommandContext context,
            Function<SetOptions, Function<String, Checklist>> checklists,
            InputStream standardInput) {
        this.context = context;
        this.checklists = checklists;
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        Recordings replay = new Recordings(checklists.apply(config), given().orElse(null), standardInput);
        int threads = Runtime.getRuntime().availableProcessors();
        List<CommandFailure> failures = replay.replay(recordings, threads, this::print);
        failures.forEach(failure ->
                context.err().println("probation: " + Sanitizer.TERMINAL.line(String.valueOf(failure.getMessage()))));
        return failures.isEmpty() ? ExitCode.of(verdicts) : ExitCode.USAGE;
    }

    private Optional<RecordedDeployment> given() {
        boolean any = service.isPresent() || version.isPresent() || deployedAt.isPresent();
        boolean all = service.isPresent() && version.isPresent() && deployedAt.isPresent();
        if (any && !all) {
            String found = Stream.of(
                            service.map(unused -> "--service"),
                            version.map(unused -> "--version"),
                            deployedAt.map(unused -> "--deployed-at"))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining(" and "));
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "expected --service, --version and --deployed-at together, but found only " + found);
        }
        return all
                ? Optional.of(new RecordedDeployment(
                        service.orElseThrow(),
                        version.orElseThrow(),
                        deployedAt.orElseThrow(),
                        deployedAt.orElseThrow(),
                        false,
                        null))
                : Optional.empty();
    }

    private static boolean isOf(Replay.Result result, RecordedDeployment given) {
        Deployment judged = result.deployment();
        return judged.service().equals(given.service())
                && judged.version().equals(given.version())
                && judged.deployedAt().equals(given.deployedAt());
    }

    private void print(Replay.Result result) {
        boolean first = verdicts.add(result.verdict());
        assert first || verdicts.contains(result.verdict());
        PrintWriter out = context.out();
        try (SpillBuffer transitions = result.transitions()) {
            output.printOneOfMany(
                    out,
                    ReplayJson.of(result),
                    new Output.Rest("transitions", transitions::forEach),
                    table -> ReplayTable.print(table, result));
        }
        result.stoppedIn()
                .ifPresent(window -> context.err()
                        .println(Sanitizer.TERMINAL.line("probation: " + result.recording()
                                + ": no verdict, because the recording stops before the " + window.name()
                                + " window ends at " + window.to())));
        if (given().filter(deployment -> !isOf(result, deployment)).isPresent()) {
            context.err()
                    .println(Sanitizer.TERMINAL.line("probation: " + result.recording()
                            + ": the recording names its deployment, so --service, --version and --deployed-at changed"
                            + " nothing"));
        }
        result.repeated()
                .ifPresent(repeated -> context.err()
                        .println(Sanitizer.TERMINAL.line("probation: " + result.recording()
                                + ": not judged, because their check has a sample at the same instant: "
                                + repeated.count() + (repeated.count() == 1 ? " sample" : " samples")
                                + ", the first in line " + repeated.line())));
        if (!result.strangers().isEmpty()) {
            context.err()
                    .println(Sanitizer.TERMINAL.line("probation: " + result.recording()
                            + ": not judged, because the configuration has no such check (number of samples): "
                            + result.strangers()));
        }
    }
}
