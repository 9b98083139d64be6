package dev.probation.agent.cli.local;

import dev.probation.agent.cli.command.BaselineFile;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ConfigOptions;
import dev.probation.agent.cli.command.DeploymentAnswer;
import dev.probation.agent.cli.command.DeploymentList;
import dev.probation.agent.cli.command.DurationText;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Interruption;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.command.Progress;
import dev.probation.agent.cli.command.VersionText;
import dev.probation.agent.cli.log.LogOptions;
import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.report.ReportJson;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.text.Sanitizer;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowVerdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation verify}: watches a version for a while without an agent, and exits with the verdict. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Watches a version without an agent, for CI, and exits with the verdict.",
            "0 is pass or warn, 1 fail, 4 inconclusive. Nothing is signalled and nobody is notified:"
                    + " your pipeline acts on the exit code. --for replaces the configured windows by one of that"
                    + " length. Sign-offs are not needed, and checks that belong only to later windows are left"
                    + " out.",
            "It ends early, with 1, as soon as it advises a rollback."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation verify shop 1.4.2 --for 10m",
            "  probation verify shop 1.4.2 --for 10m --settle 1m --report json:report.json",
            "  probation verify shop 1.4.2 --for 10m --report github"
        })
public final class VerifyCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final CommandContext context;

    @Mixin
    private ConfigOptions files = new ConfigOptions();

    /** What is logged below an error is in the report, and would tear the progress line. */
    @Mixin
    private LogOptions logging = new LogOptions(LogOptions.Threshold.ERROR);

    @Mixin
    private Output output = new Output();

    @Mixin
    private BaselineFile baseline = new BaselineFile();

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service's name in the configuration.")
    private String service = "";

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            converter = VersionText.class,
            description = "The version that went live.")
    private String version = "";

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            required = true,
            converter = DurationText.class,
            description = "How long to watch, such as 10m.")
    private Duration length = Duration.ZERO;

    @Option(
            names = "--settle",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "How long nothing is judged at first, such as 1m (warm-up).")
    private Optional<Duration> settle = Optional.empty();

    @Option(names = "--keep-going", description = "Watch to the end, whatever fails.")
    private boolean keepGoing;

    @Option(
            names = "--report",
            paramLabel = "FORM",
            split = ",",
            converter = ReportTo.Converter.class,
            description = "Also write the report to json:PATH or md:PATH, or append it to the GitHub job's summary"
                    + " with github. Separate several with commas.")
    private List<ReportTo> reports = List.of();

    public VerifyCommand(CommandContext context) {
        this.context = context;
    }

    /** How the watching ended. */
    private record End(DeploymentView view, List<JournalEntry> journal) {}

    @Override
    public Integer call() {
        logging.apply();
        reports.forEach(to -> to.require(context));
        List<Sample> before = baseline.samples(service);
        Verification verification = Verification.of(files.load(context), service, length, settle.orElse(Duration.ZERO));
        if (!verification.leftOut().isEmpty()) {
            say("left out, because their windows begin later: " + String.join(", ", verification.leftOut()));
        }
        String unreported = reports.isEmpty() ? "" : ", so no report was written";
        try (TemporaryFolder folder = TemporaryFolder.make("probation-verify-");
                Interruption interruption = Interruption.telling(
                        "ended before the verdict on " + service + ' ' + version + unreported, context)) {
            End end = watch(verification, before, folder.path());
            interruption.done();
            return report(end);
        }
    }

    private End watch(Verification verification, List<Sample> before, Path folder) {
        ProbeKinds kinds = context.services().probeKinds();
        Progress progress = new Progress(context.err(), context);
        try (LocalWatch watch = LocalWatch.begin(verification, kinds, folder)) {
            String id = watch.announce(service, version, verification.asked(before))
                    .stored()
                    .deployment()
                    .id();
            DeploymentView view = watch.find(id);
            while (view.stored().phase().isOpen()
                    && (keepGoing || view.rollback().isEmpty())) {
                progress.show(new DeploymentAnswer(DeploymentJson.of(view)));
                context.clock().pause(POLL);
                view = watch.find(id);
            }
            if (view.stored().phase().isOpen()) {
                watch.cutShort(id, reason(view));
            }
            return new End(watch.find(id), watch.journal(id));
        } finally {
            progress.end();
        }
    }

    private static String reason(DeploymentView view) {
        return view.rollback()
                .map(rollback -> "rollback advised by " + rollback.check() + ": " + rollback.reason())
                .or(() -> view.windows().stream().findFirst().map(WindowVerdict::reason))
                .orElse("nothing was judged");
    }

    private int report(End end) {
        output.print(
                context.out(),
                ReportJson.deployment(end.view(), end.journal()),
                out -> DeploymentList.print(out, new DeploymentAnswer(DeploymentJson.of(end.view()))));
        List<String> problems = reports.stream()
                .flatMap(to -> to.write(end.view(), end.journal(), context).stream())
                .toList();
        problems.forEach(this::say);
        say(end.view().verdict().label() + ": " + reason(end.view()));
        int exitCode = ExitCode.of(Set.of(end.view().verdict()));
        return problems.isEmpty() || exitCode != ExitCode.PASS ? exitCode : ExitCode.INCONCLUSIVE;
    }

    private void say(String sentence) {
        context.err().println(Sanitizer.TERMINAL.line(sentence));
    }
}
