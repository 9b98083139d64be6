package dev.probation.rules.evidence.comparison;

import java.util.Optional;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Whether a sample differs from a baseline, with the evidence.
 *
 * <p>A difference counts when it is significant by {@link MannWhitney} and greater than what is tolerated. Greater is either the
 * Hodges-Lehmann difference; or, for what touches a part of the samples only (a few errors among zeros, one replica of four), the
 * difference of the means, provided that significantly more of the current samples than of the baseline are beyond the tolerance.
 *
 * @param estimate empty where a sample is too small for one
 * @param baseline how many numbers the baseline has
 * @param baselineNaN how many more of it were NaN
 * @param reason one sentence with the numbers in it
 */
public record Comparison(
        ComparisonResult result,
        Optional<ComparisonEstimate> estimate,
        int baseline,
        int current,
        int baselineNaN,
        int currentNaN,
        String reason) {

    /** Fewer numbers than this on either side are no sample. */
    public static final int LEAST_SAMPLES = 5;
    /** Effects below it are negligible (Romano et al., 2006). */
    private static final double NEGLIGIBLE = 0.147;

    /**
     * Holds {@code current} against {@code baseline}; NaN is left out and counted.
     *
     * @throws IllegalArgumentException where one is infinite
     */
    public static Comparison of(double[] baseline, double[] current, ComparisonRule rule) {
        ComparisonSample before = ComparisonSample.of(baseline);
        ComparisonSample after = ComparisonSample.of(current);
        if (before.size() < LEAST_SAMPLES || after.size() < LEAST_SAMPLES) {
            return noData(before, after, "at least " + LEAST_SAMPLES + " of each are needed");
        }
        double least = Math.exp(-MannWhitneyRanks.logChoose(before.size() + after.size(), after.size()));
        if (least > rule.level()) {
            String share = ComparisonText.number(100 * rule.confidence());
            return noData(before, after, "too few for any difference to be significant at " + share + " %");
        }
        return judge(before, after, rule);
    }

    private static Comparison noData(ComparisonSample baseline, ComparisonSample current, String why) {
        String reason = "baseline " + baseline.text() + ", current " + current.text() + ": " + why;
        return with(ComparisonResult.NO_DATA, Optional.empty(), baseline, current, reason);
    }

    private static Comparison with(
            ComparisonResult result,
            Optional<ComparisonEstimate> estimate,
            ComparisonSample baseline,
            ComparisonSample current,
            String reason) {
        return new Comparison(
                result, estimate, baseline.size(), current.size(), baseline.missing(), current.missing(), reason);
    }

    private static Comparison judge(ComparisonSample baseline, ComparisonSample current, ComparisonRule rule) {
        MannWhitney test = MannWhitney.of(baseline.values(), current.values());
        ComparisonEstimate estimate = estimate(baseline, current, rule, test);
        ComparisonResult result = result(baseline, current, rule, test, estimate);
        String reason = ComparisonText.reason(result, estimate, rule) + " (" + baseline.text() + " against "
                + current.text() + ")";
        return with(result, Optional.of(estimate), baseline, current, reason);
    }

    private static ComparisonEstimate estimate(
            ComparisonSample baseline, ComparisonSample current, ComparisonRule rule, MannWhitney test) {
        MannWhitneyShift shift = new MannWhitneyShift(baseline.values(), current.values());
        double chance = switch (rule.direction()) {
            case INCREASE -> test.chanceGreater();
            case DECREASE -> test.chanceLess();
            case EITHER -> test.chanceEither();
        };
        return new ComparisonEstimate(
                shift.median(),
                shift.low(rule.level()),
                shift.high(rule.level()),
                current.mean() - baseline.mean(),
                test.delta(),
                chance,
                baseline.median(),
                current.median(),
                rule.tolerance() * baseline.scale());
    }

    private static ComparisonResult result(
            ComparisonSample baseline,
            ComparisonSample current,
            ComparisonRule rule,
            MannWhitney test,
            ComparisonEstimate estimate) {
        boolean up = rule.direction().asksForIncrease();
        boolean down = rule.direction().asksForDecrease();
        double level = rule.level();
        if (up && test.chanceGreater() <= level && isLarge(baseline, current, estimate, level, 1)) {
            return ComparisonResult.HIGH;
        }
        if (down && test.chanceLess() <= level && isLarge(baseline, current, estimate, level, -1)) {
            return ComparisonResult.LOW;
        }
        boolean couldNotBeHigh = up && test.leastChanceGreater() > level && isNoticeable(estimate, 1);
        boolean couldNotBeLow = down && test.leastChanceLess() > level && isNoticeable(estimate, -1);
        return couldNotBeHigh || couldNotBeLow ? ComparisonResult.NO_DATA : ComparisonResult.PASS;
    }

    private static boolean isLarge(
            ComparisonSample baseline, ComparisonSample current, ComparisonEstimate estimate, double level, int sign) {
        if (sign * estimate.difference() > estimate.limit()) {
            return true;
        }
        return sign * estimate.meanDifference() > estimate.limit()
                && (isMore(current, baseline, estimate, level, sign)
                        || isMore(baseline, current, estimate, level, -sign));
    }

    /** Whether significantly more of one sample than of the other are beyond what is tolerated, on the side of {@code sign}. */
    private static boolean isMore(
            ComparisonSample one, ComparisonSample other, ComparisonEstimate estimate, double level, int sign) {
        double bound = estimate.baselineMedian() + sign * estimate.limit();
        int here = one.beyond(bound, sign);
        int there = other.beyond(bound, sign);
        int[][] counts = {{here, one.size() - here}, {there, other.size() - there}};
        return FisherExactTest.withDefaults()
                .with(AlternativeHypothesis.GREATER_THAN)
                .test(counts)
                .reject(level);
    }

    /** Larger than tolerated as it seems, though the ties leave no order of these values that would be significant. */
    private static boolean isNoticeable(ComparisonEstimate estimate, int sign) {
        boolean isLarge =
                sign * estimate.difference() > estimate.limit() || sign * estimate.meanDifference() > estimate.limit();
        return isLarge && sign * estimate.effect() >= NEGLIGIBLE;
    }
}
