package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.DurationText;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.InstantText;
import dev.probation.agent.cli.command.VersionText;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.Target;
import dev.probation.agent.probe.prometheus.LabelHistory;
import dev.probation.agent.probe.prometheus.RefusedQueryException;
import dev.probation.agent.text.Nearest;
import dev.probation.agent.text.Sanitizer;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which deployments of the past: those given, those of a file, or those that a metric shows. */
final class PastReleases {

    private static final Pattern LABEL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String PROMETHEUS = "prometheus";
    private static final String USUAL_LABEL = "version";
    private static final Duration USUAL = Duration.ofDays(30);
    private static final Duration GRAIN = Duration.ofSeconds(15);

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "Leave out what went live earlier. Default: everything; 30d for --version-query.")
    private Optional<Duration> since = Optional.empty();

    @Option(
            names = "--deployments",
            paramLabel = "FILE",
            description = "A file with a version and an instant on each line.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            converter = VersionText.class,
            description = "A deployment's version, with --deployed-at. May be repeated.")
    private List<String> versions = List.of();

    @Option(
            names = "--deployed-at",
            paramLabel = "INSTANT",
            converter = InstantText.class,
            description = "When it went live, such as 2026-01-31T10:00:00Z.")
    private List<Instant> deployedAt = List.of();

    @Option(
            names = "--version-query",
            paramLabel = "PROMQL",
            description = "A metric with the version in a label, such as app_info. A new version is a deployment.")
    private Optional<String> query = Optional.empty();

    @Option(
            names = "--version-label",
            paramLabel = "LABEL",
            defaultValue = USUAL_LABEL,
            description = "The label with the version. Default: ${DEFAULT-VALUE}.")
    private String label = USUAL_LABEL;

    @Option(
            names = "--version-target",
            paramLabel = "TARGET",
            description = "The Prometheus that has the metric, if the configuration has several.")
    private Optional<String> target = Optional.empty();

    /** Those given, before any target is asked. */
    List<PastRelease> given() {
        if (versions.size() != deployedAt.size()) {
            throw usage("--version and --deployed-at come in pairs, but found " + versions.size() + " and "
                    + deployedAt.size());
        }
        if (versions.isEmpty() && file.isEmpty() && query.isEmpty()) {
            throw usage("expected the deployments to test, but found none; give --deployments FILE, --version with"
                    + " --deployed-at, or --version-query to find them by a metric such as app_info");
        }
        if (query.isEmpty() && (target.isPresent() || !label.equals(USUAL_LABEL))) {
            throw usage((target.isPresent() ? "--version-target" : "--version-label")
                    + " needs --version-query, but found none");
        }
        if (!LABEL.matcher(label).matches()) {
            throw usage("--version-label: expected a label's name such as version, but found "
                    + (label.isBlank() ? "nothing" : '"' + Sanitizer.TERMINAL.line(label) + '"'));
        }
        List<PastRelease> releases = new ArrayList<>(file.map(PastRelease::read).orElse(List.of()));
        for (int i = 0; i < versions.size(); i++) {
            releases.add(new PastRelease(versions.get(i), deployedAt.get(i)));
        }
        return releases;
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /**
     * Those that a metric shows; none where no metric was named.
     *
     * @param tell is told what does not count, and why
     */
    Future<List<PastRelease>> detected(Config config, Reader reader, Instant now, Consumer<String> tell) {
        if (query.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        // on whole steps, so that the same is found again an hour later
        long step = GRAIN.toSeconds();
        Instant from = Instant.ofEpochSecond(
                Math.floorDiv(now.minus(since.orElse(USUAL)).getEpochSecond(), step) * step);
        return reader.of(prometheus(config))
                .read(query.orElseThrow(), label, from, now, GRAIN)
                .recover(unread -> Future.failedFuture(
                        unread instanceof RefusedQueryException
                                ? usage("--version-query: "
                                        + Sanitizer.TERMINAL.line(String.valueOf(unread.getMessage())))
                                : unread))
                .map(history -> {
                    if (history.isEmpty()) {
                        tell.accept("--version-query: " + query.orElseThrow() + " gave no series from " + from + " to "
                                + now.truncatedTo(ChronoUnit.SECONDS));
                    }
                    PastRelease.Found found = PastRelease.seen(history);
                    found.leftOut()
                            .forEach(each -> tell.accept("not judged: " + each.version() + " at " + each.at()
                                    + ", because " + each.why() + "; to judge it, add --version " + each.version()
                                    + " and --deployed-at INSTANT"));
                    return found.releases();
                });
    }

    /** Makes the reader of a target's past. */
    interface Reader {
        LabelHistory of(Target target);
    }

    private Target prometheus(Config config) {
        List<String> names = config.targets().values().stream()
                .filter(each -> each.kind().equals(PROMETHEUS))
                .map(Target::name)
                .sorted()
                .toList();
        if (target.isEmpty() && names.size() != 1) {
            throw usage(
                    names.isEmpty()
                            ? "expected a Prometheus among the targets, since it remembers the past, but found none"
                            : "expected one Prometheus among the targets, but found " + String.join(", ", names)
                                    + "; choose one with --version-target");
        }
        String name = target.orElseGet(() -> names.get(0));
        return Optional.ofNullable(config.targets().get(name))
                .filter(found -> names.contains(name))
                .orElseThrow(() ->
                        usage("there is no Prometheus \"" + name + "\" among the targets" + Nearest.hint(name, names)));
    }

    /** Whether it did not go live before {@code --since}; what has not gone live at all is refused. */
    boolean isAsked(PastRelease release, Instant now) {
        if (!release.deployedAt().isBefore(now)) {
            throw usage(release.version() + ": expected an instant in the past, but found " + release.deployedAt());
        }
        return since.map(back -> !release.deployedAt().isBefore(now.minus(back)))
                .orElse(true);
    }
}
