package dev.probation.rules.check;

import dev.probation.rules.evidence.Comparison;
import dev.probation.rules.evidence.ComparisonDirection;
import dev.probation.rules.evidence.ComparisonLooks;
import dev.probation.rules.evidence.ComparisonResult;
import dev.probation.rules.evidence.ComparisonRule;
import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds a check's newest values against its baseline, {@value #VALUES} at a time, with a two-sample test ({@link Comparison}). All
 * looks share one chance of a false finding ({@link ComparisonLooks}).
 *
 * @param expectation by how much the values may differ
 * @param spacing values nearer to each other than this share what they measured, so they are no evidence of their own
 * @param dimension of the values
 */
public record BaselineRule(BaselineExpectation expectation, Duration spacing, Dimension dimension)
        implements SeriesRule {

    /** As many as a look needs to be significant however late it comes, and no more, since they take time. */
    static final int VALUES = 8;

    private static final double CONFIDENCE = ComparisonRule.USUAL_CONFIDENCE;
    /** Samples come a little before or after their time. */
    private static final int PUNCTUAL = 10;

    @Override
    public SeriesProgress begin() {
        return Compared.NONE;
    }

    @Override
    public SeriesProgress next(SeriesProgress before, Sample sample, Outcome.Measured measured, Baseline baseline) {
        Compared compared = before instanceof Compared known ? known : Compared.NONE;
        return next(compared, sample.at(), measured.value(), at -> References.of(baseline, at));
    }

    /** Where the values are held against one reference alone. */
    Compared next(Compared before, Instant at, double value, Reference reference) {
        return next(before, at, value, middle -> List.of(reference));
    }

    private Compared next(Compared before, Instant at, double value, References.At references) {
        Duration almost = spacing.minus(spacing.dividedBy(PUNCTUAL));
        if (before.taken().filter(last -> at.isBefore(last.plus(almost))).isPresent()) {
            return before;
        }
        List<Double> values = new ArrayList<>(before.values());
        values.add(value);
        Instant from = before.from().orElse(at);
        if (values.size() < VALUES) {
            return new Compared(values, Optional.of(from), Optional.of(at), before.looks(), before.newest());
        }
        int number = before.looks() + 1;
        Instant middle = from.plus(Duration.between(from, at).dividedBy(2));
        Look look = look(values, references.around(middle), at, number);
        return new Compared(List.of(), Optional.empty(), Optional.of(at), number, Optional.of(look));
    }

    /** Worse than all that it was held against: what one of them had as well is no change. */
    private Look look(List<Double> values, List<Reference> references, Instant at, int number) {
        double[] current = values.stream().mapToDouble(Double::doubleValue).toArray();
        ComparisonRule rule = rule(number);
        List<Compare> told = references.stream()
                .map(reference -> new Compare(reference, Comparison.of(reference.values(), current, rule)))
                .filter(compare -> compare.result().result() != ComparisonResult.NO_DATA)
                .toList();
        if (told.isEmpty()) {
            return new Look(at, Quality.NO_DATA, untold(references));
        }
        List<Compare> kept = told.stream()
                .filter(compare -> compare.result().result() == ComparisonResult.PASS)
                .toList();
        List<Compare> deciding = kept.isEmpty() ? told : kept;
        String reason =
                deciding.stream().map(compare -> compare.text(current, this)).collect(Collectors.joining(" and "));
        return new Look(at, kept.isEmpty() ? Quality.BAD : Quality.GOOD, reason);
    }

    private record Compare(Reference reference, Comparison result) {

        String text(double[] current, BaselineRule rule) {
            return BaselineText.of(reference, current, result.estimate().orElseThrow(), rule);
        }
    }

    private static String untold(List<Reference> references) {
        if (references.isEmpty()) {
            return "nothing is known of the time before the deployment";
        }
        return references.stream()
                .map(reference -> reference.values().length + " samples of " + reference.name())
                .collect(Collectors.joining(" and ", "", " tell no difference from chance"));
    }

    private ComparisonRule rule(int number) {
        ComparisonDirection direction =
                expectation.isUpper() ? ComparisonDirection.INCREASE : ComparisonDirection.DECREASE;
        double confidence = new ComparisonLooks(VALUES, CONFIDENCE).confidence(number);
        return new ComparisonRule(direction, expectation.tolerance(), confidence);
    }

    @Override
    public Sustain sustain(Sustain asked) {
        // bad at the end of the first look, and from the beginning of the newest on: between them lies what is proven
        return new Sustain(
                asked.failures(), asked.lasting().map(lasting -> lasting.plus(betweenLooks())), asked.recover());
    }

    @Override
    public Duration firstLook() {
        return betweenLooks();
    }

    @Override
    public Duration betweenLooks() {
        return spacing.multipliedBy(VALUES);
    }

    @Override
    public String toString() {
        return expectation.toString();
    }
}
