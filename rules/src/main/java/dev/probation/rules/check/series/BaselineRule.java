package dev.probation.rules.check.series;

import dev.probation.rules.evidence.comparison.Comparison;
import dev.probation.rules.evidence.comparison.ComparisonDirection;
import dev.probation.rules.evidence.comparison.ComparisonLooks;
import dev.probation.rules.evidence.comparison.ComparisonResult;
import dev.probation.rules.evidence.comparison.ComparisonRule;
import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Holds a check's newest values against its baseline, {@value #VALUES} at a time, with a two-sample test ({@link Comparison}). All
 * looks share one chance of a false finding ({@link ComparisonLooks}).
 *
 * @param expectation by how much the values may differ
 * @param spacing values nearer to each other than this share what they measured, so they are no evidence of their own; nor are
 *     those nearer than the baseline's {@link AutocorrelationTime}
 * @param dimension of the values
 */
public record BaselineRule(BaselineExpectation expectation, Duration spacing, Dimension dimension)
        implements SeriesRule {

    /** As many as a look needs to be significant however late it comes, and no more, since they take time. */
    static final int VALUES = 12;

    private static final double CONFIDENCE = ComparisonRule.USUAL_CONFIDENCE;
    /** Samples come a little before or after their time. */
    private static final int PUNCTUAL = 10;

    @Override
    public SeriesProgress begin() {
        return ComparisonProgress.NONE;
    }

    @Override
    public SeriesProgress next(SeriesProgress before, Sample sample, Outcome.Measured measured, Baseline baseline) {
        ComparisonProgress compared = before instanceof ComparisonProgress known ? known : ComparisonProgress.NONE;
        return next(
                compared,
                sample.at(),
                measured.value(),
                spacing(baseline),
                at -> BaselineWindows.of(baseline, at),
                (current, references, at) -> undetermined(references, at, baseline));
    }

    private Duration spacing(Baseline baseline) {
        return baseline.memory().compareTo(spacing) > 0 ? baseline.memory() : spacing;
    }

    /** Where the values are held against one reference alone, which may be short. */
    public ComparisonProgress next(ComparisonProgress before, Instant at, double value, BaselineWindow reference) {
        return next(before, at, value, spacing, middle -> List.of(reference), this::beyond);
    }

    /** What is said of values of which the references cannot tell. */
    @FunctionalInterface
    private interface Undetermined {
        SeriesFinding look(double[] current, List<BaselineWindow> references, Instant at);
    }

    private ComparisonProgress next(
            ComparisonProgress before,
            Instant at,
            double value,
            Duration apart,
            BaselineWindows.At references,
            Undetermined otherwise) {
        Duration almost = apart.minus(Durations.part(apart, PUNCTUAL));
        if (before.taken().filter(last -> at.isBefore(last.plus(almost))).isPresent()) {
            return before;
        }
        List<Double> values = new ArrayList<>(before.values());
        values.add(value);
        Instant from = before.from().orElse(at);
        if (values.size() < VALUES) {
            return new ComparisonProgress(values, Optional.of(from), Optional.of(at), before.looks(), before.newest());
        }
        int number = before.looks() + 1;
        Instant middle = from.plus(Duration.between(from, at).dividedBy(2));
        SeriesFinding look = look(values, references.around(middle), at, rule(number), otherwise);
        return new ComparisonProgress(List.of(), Optional.empty(), Optional.of(at), number, Optional.of(look));
    }

    /** Worse than all that it is held against: what one of them had as well is no change, and one that cannot tell may have had it. */
    private SeriesFinding look(
            List<Double> values,
            List<BaselineWindow> references,
            Instant at,
            ComparisonRule rule,
            Undetermined otherwise) {
        double[] current = values.stream().mapToDouble(Double::doubleValue).toArray();
        List<Compare> all = references.stream()
                .map(reference -> new Compare(reference, Comparison.of(reference.values(), current, rule)))
                .toList();
        List<Compare> kept = all.stream()
                .filter(compare -> compare.is(ComparisonResult.PASS))
                .toList();
        boolean undetermined = all.isEmpty()
                || (kept.isEmpty() && all.stream().anyMatch(compare -> compare.is(ComparisonResult.NO_DATA)));
        if (undetermined) {
            return otherwise.look(current, references, at);
        }
        List<Compare> deciding = kept.isEmpty() ? all : kept;
        String reason =
                deciding.stream().map(compare -> compare.text(current, this)).collect(Collectors.joining(" and "));
        return new SeriesFinding(at, kept.isEmpty() ? Quality.BAD : Quality.GOOD, reason);
    }

    private record Compare(BaselineWindow reference, Comparison result) {

        boolean is(ComparisonResult one) {
            return result.result() == one;
        }

        String text(double[] current, BaselineRule rule) {
            return BaselineText.of(reference, current, result.difference().orElseThrow(), rule);
        }
    }

    /** Whether the median of values is beyond that of others by more than the tolerance. */
    public boolean isBeyond(double[] values, double[] others) {
        double side = expectation.isUpper() ? 1 : -1;
        double median = median(others);
        return side * (median(values) - median) > expectation.tolerance() * Math.abs(median);
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private static SeriesFinding undetermined(List<BaselineWindow> references, Instant at, Baseline baseline) {
        return new SeriesFinding(at, Quality.NO_DATA, undetermined(references, baseline, at));
    }

    private static String undetermined(List<BaselineWindow> references, Baseline baseline, Instant at) {
        if (!references.isEmpty()) {
            return references.stream()
                    .map(reference -> reference.values().length + " samples of " + reference.name())
                    .collect(Collectors.joining(" and ", "", " are too few to tell a difference from chance"));
        }
        return BaselineWindows.hasWeekendBetween(baseline, at)
                ? "of this time of day only the day before is known, and one of the two may be of a weekend"
                : "there are no samples of this time of day from before the deployment";
    }

    /** Of few values from before: worse is what is beyond the worst of them by more than the tolerance, each and all. */
    private SeriesFinding beyond(double[] current, List<BaselineWindow> references, Instant at) {
        double side = expectation.isUpper() ? 1 : -1;
        double mildest = Arrays.stream(current).map(value -> side * value).min().orElseThrow();
        OptionalDouble worst = references.stream()
                .flatMapToDouble(reference -> Arrays.stream(reference.values()))
                .map(value -> side * value + expectation.tolerance() * Math.abs(value))
                .max();
        boolean isBeyond = worst.isPresent() && mildest > worst.getAsDouble();
        String reason = "each of " + current.length + " values "
                + (isBeyond ? "is worse than all values from " : "may be no worse than those from ")
                + references.get(0).name();
        return new SeriesFinding(at, isBeyond ? Quality.BAD : Quality.GOOD, reason);
    }

    private ComparisonRule rule(int number) {
        ComparisonDirection direction =
                expectation.isUpper() ? ComparisonDirection.INCREASE : ComparisonDirection.DECREASE;
        double confidence = new ComparisonLooks(VALUES, CONFIDENCE).confidence(number);
        return new ComparisonRule(direction, expectation.tolerance(), confidence);
    }

    @Override
    public Sustain sustain(Sustain asked, Baseline baseline) {
        // bad at the end of the first look, and from the beginning of the newest on: between them lies what is proven
        return new Sustain(
                asked.failures(),
                asked.lasting().map(lasting -> lasting.plus(betweenLooks(baseline, Duration.ZERO))),
                asked.recover());
    }

    @Override
    public Duration firstLook() {
        return spacing.multipliedBy(VALUES);
    }

    @Override
    public Duration betweenLooks(Baseline baseline, Duration every) {
        Duration apart = spacing(baseline);
        return (every.compareTo(apart) > 0 ? every : apart).multipliedBy(VALUES);
    }

    @Override
    public String toString() {
        return expectation.toString();
    }
}
