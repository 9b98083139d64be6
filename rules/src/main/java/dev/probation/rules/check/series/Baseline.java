package dev.probation.rules.check.series;

import dev.probation.rules.evidence.trend.TrendReference;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a check measured before the deployment, by which it is told what the release has changed. */
public final class Baseline {

    /** Of what was just before the deployment. */
    public static final Duration NEAR = Duration.ofHours(1);
    /** A release may be told of once it is rolled out, so what is this near may be of it. */
    public static final Duration ROLLOUT = Duration.ofMinutes(5);

    /** A breach that ended longer than this before the rollout had ended. */
    public static final Duration RECENT = Duration.ofMinutes(15);

    private static final Duration DAY = Duration.ofDays(1);

    private final Instant deployedAt;
    private final Duration rollout;
    private final List<Sample> samples;
    /** Made when it is asked for, since few checks have a trend. */
    private @Nullable TrendReference day;

    private @Nullable Duration memory;

    /**
     * Of samples in any order.
     *
     * @param deployedAt when the release went live; all samples are of before
     */
    public Baseline(Instant deployedAt, List<Sample> given) {
        this(deployedAt, ROLLOUT, given);
    }

    private Baseline(Instant deployedAt, Duration rollout, List<Sample> given) {
        this.deployedAt = deployedAt;
        this.rollout = rollout;
        this.samples = given.stream().sorted(Comparator.comparing(Sample::at)).toList();
        if (!samples.isEmpty() && !samples.get(samples.size() - 1).at().isBefore(deployedAt)) {
            throw new IllegalArgumentException(
                    "a baseline is of the time before " + deployedAt + ", but has " + samples.get(samples.size() - 1));
        }
    }

    /** Of a check of which nothing is known from before. */
    public static Baseline none(Instant deployedAt) {
        return new Baseline(deployedAt, List.of());
    }

    /** Of a version that is restored: what was measured until then is of the one that it replaces, to the last sample. */
    public static Baseline restored(Instant deployedAt, List<Sample> given) {
        return new Baseline(deployedAt, Duration.ZERO, given);
    }

    /** The same with other samples. */
    public Baseline with(List<Sample> others) {
        return new Baseline(deployedAt, rollout, others);
    }

    /** From when on what was measured may be of the release. */
    public Instant rolloutBegan() {
        return deployedAt.minus(rollout);
    }

    public Instant deployedAt() {
        return deployedAt;
    }

    /** What a trend is held against. */
    TrendReference day() {
        if (day == null) {
            day = TrendReference.of(measured(), deployedAt);
        }
        return day;
    }

    /** How long values remember what they were. */
    Duration memory() {
        if (memory == null) {
            memory = AutocorrelationTime.of(samples);
        }
        return memory;
    }

    private Map<Instant, Double> measured() {
        Map<Instant, Double> values = new LinkedHashMap<>();
        for (Sample sample : samples) {
            if (sample.outcome() instanceof Outcome.Measured measured) {
                values.put(sample.at(), measured.value());
            }
        }
        return values;
    }

    /** All of them, in the order of time. */
    public List<Sample> samples() {
        return samples;
    }

    /** Those from {@code from} (inclusive) to {@code to} (exclusive) that are surely of the old version. */
    public List<Sample> between(Instant from, Instant to) {
        Instant began = rolloutBegan();
        Instant end = to.isBefore(began) ? to : began;
        return part(from, end);
    }

    /**
     * The same of each time of the day on the newest day that is known of it: what would be of after the rollout began is of a day
     * earlier, as if that were now.
     */
    public List<Sample> atTimesOfDay(Instant from, Instant to) {
        Instant began = rolloutBegan();
        Instant unknown = from.isAfter(began) ? from : began;
        List<Sample> known = new ArrayList<>(between(from, to));
        between(unknown.minus(DAY), to.minus(DAY)).stream()
                .map(sample -> new Sample(sample.at().plus(DAY), sample.check(), sample.outcome()))
                .forEach(known::add);
        return known;
    }

    /** Those from {@code from} (inclusive) to {@code to} (exclusive). */
    private List<Sample> part(Instant from, Instant to) {
        int first = firstNotBefore(from);
        return samples.subList(first, Math.max(first, firstNotBefore(to)));
    }

    /** How many samples are of before an instant, which is where the others begin. */
    private int firstNotBefore(Instant at) {
        int first = 0;
        int end = samples.size();
        while (first < end) {
            int middle = (first + end) / 2;
            if (samples.get(middle).at().isBefore(at)) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        return first;
    }

    /** How long before an instant the same time of the last day before the deployment was: whole days. */
    public Duration sinceDayBefore(Instant at) {
        return DAY.multipliedBy(Duration.between(deployedAt, at).dividedBy(DAY) + 1);
    }

    /** Those of the hour before the deployment that are surely of the old version. */
    public List<Sample> old() {
        return between(deployedAt.minus(NEAR), deployedAt);
    }

    /** Those of them that are so near that what was wrong then may be wrong still. */
    public List<Sample> recent() {
        Instant from = rolloutBegan().minus(RECENT);
        return old().stream().filter(sample -> !sample.at().isBefore(from)).toList();
    }

    /** What was counted in the quarter of an hour before the rollout, each sample by itself. */
    public SortedMap<Instant, Counts> recentCounted() {
        return countedSince(rolloutBegan().minus(RECENT));
    }

    /** What was counted in the hour before the deployment until the rollout, each sample by itself. */
    public SortedMap<Instant, Counts> oldCounted() {
        return countedSince(deployedAt.minus(NEAR));
    }

    /** Those of the hour before the deployment, the last of which may be of the release. */
    public List<Sample> toTheLast() {
        return part(deployedAt.minus(NEAR), deployedAt);
    }

    /** What was counted in the hour before the deployment, the last of which may be of the release. */
    public SortedMap<Instant, Counts> countedToTheLast() {
        return counted(toTheLast());
    }

    /** Also by a sample of the very moment in which the rollout may have begun, since it counted what was before. */
    private SortedMap<Instant, Counts> countedSince(Instant from) {
        return counted(samples.stream()
                .filter(sample -> !sample.at().isBefore(from) && !sample.at().isAfter(rolloutBegan()))
                .toList());
    }

    /** What samples counted, each of them by itself. */
    public static SortedMap<Instant, Counts> counted(List<Sample> samples) {
        SortedMap<Instant, Counts> counted = new TreeMap<>();
        for (Sample sample : samples) {
            if (sample.outcome() instanceof Outcome.Measured measured) {
                measured.counts().ifPresent(counts -> counted.put(sample.at(), counts));
            }
        }
        return counted;
    }

    /** What was measured from {@code from} (inclusive) to {@code to} (exclusive). */
    public double[] values(Instant from, Instant to) {
        return values(part(from, to));
    }

    /** What samples measured, each of them. */
    public static double[] values(List<Sample> samples) {
        return samples.stream()
                .map(Sample::outcome)
                .filter(outcome -> outcome instanceof Outcome.Measured)
                .mapToDouble(outcome -> ((Outcome.Measured) outcome).value())
                .toArray();
    }
}
