package dev.probation.bench.nab;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One file of the benchmark.
 *
 * @param values by their instants, the times of the file being taken for UTC
 * @param anomalies the stretches of time that are labelled, each from one instant to another
 */
record NabSeries(String name, NavigableMap<Instant, Double> values, List<Stretch> anomalies) {

    private static final List<String> FOLDERS = List.of("realAWSCloudwatch", "realKnownCause");
    private static final String LABELS = "labels/combined_windows.json";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int TIME_LENGTH = 19;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration LENGTH = Duration.ofHours(72);
    /** So that few long files do not count for more than all others. */
    private static final int MOST = 12;

    /** From an instant to another. */
    record Stretch(Instant from, Instant to) {

        boolean meets(Stretch other) {
            return from.isBefore(other.to) && !to.isBefore(other.from);
        }
    }

    /**
     * 72 hours that a deployment may have begun, with the day before and, where it is known, the week before.
     *
     * @param before values of the day before, and of the same time a week before
     * @param since values from {@code live} on
     */
    record Segment(
            NabSeries series,
            Instant live,
            SortedMap<Instant, Double> before,
            SortedMap<Instant, Double> since,
            boolean isWeekKnown,
            boolean isLabelled) {}

    /** All files in the benchmark's folder, by name. */
    static List<NabSeries> all(Path folder) throws IOException {
        JsonObject labels = new JsonObject(Files.readString(folder.resolve(LABELS)));
        List<NabSeries> all = new ArrayList<>();
        for (String part : FOLDERS) {
            try (Stream<Path> files = Files.list(folder.resolve("data").resolve(part))) {
                for (Path file : files.sorted().toList()) {
                    String name = part + '/' + file.getFileName();
                    all.add(new NabSeries(name, read(file), stretches(labels.getJsonArray(name, new JsonArray()))));
                }
            }
        }
        return all;
    }

    private static NavigableMap<Instant, Double> read(Path file) throws IOException {
        NavigableMap<Instant, Double> values = new TreeMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            int comma = line.indexOf(',');
            values.put(instant(line.substring(0, comma)), Double.valueOf(line.substring(comma + 1)));
        }
        return values;
    }

    private static List<Stretch> stretches(JsonArray pairs) {
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            JsonArray pair = pairs.getJsonArray(i);
            stretches.add(new Stretch(instant(pair.getString(0)), instant(pair.getString(1))));
        }
        return stretches;
    }

    private static Instant instant(String text) {
        return LocalDateTime.parse(text.substring(0, TIME_LENGTH), TIME).toInstant(ZoneOffset.UTC);
    }

    /** From one value to the next, as a rule. */
    Duration every() {
        List<Instant> times = List.copyOf(values.keySet());
        List<Duration> steps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            steps.add(Duration.between(times.get(i - 1), times.get(i)));
        }
        return steps.stream().sorted().toList().get(steps.size() / 2);
    }

    /** One after the other, from the second day on. */
    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        Instant last = values.lastKey().plus(every());
        Instant live = values.firstKey().plus(Duration.ofDays(1));
        while (segments.size() < MOST && !live.plus(LENGTH).isAfter(last)) {
            segments.add(segment(live));
            live = live.plus(LENGTH);
        }
        return segments;
    }

    private Segment segment(Instant live) {
        boolean isWeekKnown = !live.minus(WEEK).isBefore(values.firstKey());
        SortedMap<Instant, Double> before = new TreeMap<>(values.subMap(live.minus(Duration.ofDays(1)), live));
        if (isWeekKnown) {
            Instant then = live.minus(WEEK);
            before.putAll(values.subMap(then, then.plus(LENGTH)));
        }
        Stretch whole = new Stretch(live, live.plus(LENGTH));
        return new Segment(
                this,
                live,
                before,
                values.subMap(live, live.plus(LENGTH)),
                isWeekKnown,
                anomalies.stream().anyMatch(whole::meets));
    }
}
