package dev.probation.bench.nab;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.file.ConfigLoader;
import dev.probation.agent.deployments.Checklists;
import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.bench.nab.NabSeries.Segment;
import dev.probation.bench.options.Options;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingWriter;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes each 72 hours of the benchmark's series for a deployment, has them judged, and prints how often a check failed. */
@AllowForbiddenApi("a program that prints a table")
public final class NabTable {

    private static final List<String> RULES =
            List.of("expect: \"<= baseline + 10%\", for: 30m", "expect: \"trend < 1%/h\"");
    private static final List<String> GROUPS =
            List.of("quiet, the week before known", "quiet, the first week", "with a labelled anomaly");
    private static final String TARGETS = """
            targets: { metrics: { prometheus: "http://127.0.0.1:9" } }
            rollback: { mode: advise }
            """;
    /** A check that is asked less often cannot be judged in the first window. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final CheckId VALUE = new CheckId("value");

    /** What became of the deployments of a group. */
    private static final class Tally {
        private int all;
        private int failing;
        private int before;
        private int warned;
        private int inconclusive;
    }

    private final boolean isListing;

    private NabTable(boolean isListing) {
        this.isListing = isListing;
    }

    /** Arguments: the folder of the benchmark, and options. */
    public static void main(String[] arguments) throws IOException {
        Options given = Options.of(arguments, Set.of("--data", "--write"), Set.of("--wrong"), Map.of());
        List<NabSeries> all = NabSeries.all(Path.of(given.text("--data").orElseThrow()));
        List<Segment> segments =
                all.stream().flatMap(series -> series.segments().stream()).toList();
        if (given.text("--write").isPresent()) {
            write(segments, Path.of(given.text("--write").orElseThrow()));
            return;
        }
        System.out.printf(Locale.ROOT, "%d deployments of 72 hours from %d series%n", segments.size(), all.size());
        for (String rule : RULES) {
            new NabTable(given.has("--wrong")).print(rule, segments);
        }
    }

    private void print(String rule, List<Segment> segments) throws IOException {
        Map<String, Tally> groups = new LinkedHashMap<>();
        GROUPS.forEach(group -> groups.put(group, new Tally()));
        for (Segment segment : segments) {
            judge(
                    segment,
                    checklist(rule, segment.series().every()),
                    groups.computeIfAbsent(group(segment), group -> new Tally()));
        }
        System.out.printf(Locale.ROOT, "%n%s%n", rule);
        groups.forEach((group, tally) -> System.out.printf(
                Locale.ROOT,
                "  %-28s %3d: %2d failing (%d before the anomaly), %2d warned, %2d inconclusive%n",
                group,
                tally.all,
                tally.failing,
                tally.before,
                tally.warned,
                tally.inconclusive));
    }

    private static String group(Segment segment) {
        return GROUPS.get(segment.isLabelled() ? 2 : segment.isWeekKnown() ? 0 : 1);
    }

    private void judge(Segment segment, Checklist checklist, Tally tally) {
        Instant live = segment.live();
        Judge judge = new Judge(new Deployment("nab", "nab", "1", live, live, false), checklist);
        List<Event> events = new ArrayList<>();
        samples(segment).forEach(sample -> events.addAll(judge.judge(sample)));
        events.addAll(judge.advance(live.plus(Duration.ofHours(72))));
        Optional<Event.Transition> failed = first(events, CheckState.FAILING);
        tally.all++;
        tally.failing += failed.isPresent() ? 1 : 0;
        tally.before += failed.filter(change -> isBefore(segment, change.at())).isPresent() ? 1 : 0;
        tally.warned += failed.isEmpty() && first(events, CheckState.WARN).isPresent() ? 1 : 0;
        tally.inconclusive += judge.verdict() == Verdict.INCONCLUSIVE ? 1 : 0;
        if (isListing) {
            failed.ifPresent(change -> System.out.printf(
                    Locale.ROOT,
                    "  %s, %s after %s: %s: %s%n",
                    group(segment),
                    Duration.between(live, change.at()),
                    live,
                    segment.series().name(),
                    change.reason()));
        }
    }

    private static Optional<Event.Transition> first(List<Event> events, CheckState state) {
        return events.stream()
                .filter(event -> event instanceof Event.Transition change && change.to() == state)
                .map(event -> (Event.Transition) event)
                .findFirst();
    }

    private static boolean isBefore(Segment segment, Instant at) {
        return segment.isLabelled()
                && segment.series().anomalies().stream()
                        .noneMatch(anomaly ->
                                !at.isBefore(anomaly.from()) && !anomaly.to().isBefore(segment.live()));
    }

    private static List<Sample> samples(Segment segment) {
        List<Sample> samples = new ArrayList<>();
        segment.before().forEach((at, value) -> samples.add(new Sample(at, VALUE, Outcome.Measured.of(value))));
        segment.since().forEach((at, value) -> samples.add(new Sample(at, VALUE, Outcome.Measured.of(value))));
        return samples;
    }

    /** As the agent reads it. */
    private static Checklist checklist(String rule, Duration every) throws IOException {
        Path file = Files.createTempFile("nab", ".yaml");
        try {
            Duration asked = every.compareTo(LONGEST) < 0 ? every : LONGEST;
            Files.writeString(
                    file,
                    TARGETS + "services: { nab: { checks: { value: { prometheus: metrics, query: value, every: "
                            + asked.toSeconds() + "s, on-breach: rollback, " + rule + " } } } }");
            Config config = ConfigLoader.loadWithoutSecrets(InstalledKinds.load(), List.of(file), List.of(), Map.of());
            return Checklists.of(config, config.service("nab").orElseThrow());
        } finally {
            Files.delete(file);
        }
    }

    private static void write(List<Segment> segments, Path folder) throws IOException {
        Files.createDirectories(folder);
        int number = 0;
        for (Segment segment : segments) {
            String name = String.format(Locale.ROOT, "%03d", number++);
            try (Writer text = Files.newBufferedWriter(folder.resolve(name + ".jsonl"));
                    RecordingWriter writer = new RecordingWriter(text)) {
                Instant live = segment.live();
                writer.deployment(new RecordedDeployment("nab", segment.series().name(), live, live, false, null));
                for (Sample sample : samples(segment)) {
                    writer.sample(sample);
                }
            }
        }
    }
}
