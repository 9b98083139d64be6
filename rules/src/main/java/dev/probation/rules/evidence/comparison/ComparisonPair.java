package dev.probation.rules.evidence.comparison;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/** Two samples that are large enough to be held against each other. */
final class ComparisonPair {

    /** Effects below it are negligible (Romano et al., 2006). */
    private static final double NEGLIGIBLE = 0.147;

    private final ComparisonSample baseline;
    private final ComparisonSample current;
    private final ComparisonRule rule;
    private final MannWhitney test;
    private final MannWhitneyShift shift;
    private final ComparisonDifference difference;

    ComparisonPair(ComparisonSample baseline, ComparisonSample current, ComparisonRule rule) {
        this.baseline = baseline;
        this.current = current;
        this.rule = rule;
        test = MannWhitney.of(baseline.values(), current.values());
        shift = new MannWhitneyShift(baseline.values(), current.values());
        difference = new ComparisonDifference(
                shift.median(),
                current.mean() - baseline.mean(),
                test.delta(),
                baseline.median(),
                current.median(),
                rule.tolerance() * baseline.scale());
    }

    ComparisonDifference difference() {
        return difference;
    }

    /** The difference with its interval and chance, which take most of the time that a comparison takes. */
    ComparisonEstimate estimate() {
        double chance = switch (rule.direction()) {
            case INCREASE -> test.chanceGreater();
            case DECREASE -> test.chanceLess();
            case EITHER -> test.chanceEither();
        };
        return new ComparisonEstimate(
                difference.median(),
                shift.low(rule.level()),
                shift.high(rule.level()),
                difference.mean(),
                difference.effect(),
                chance,
                difference.baselineMedian(),
                difference.currentMedian(),
                difference.limit());
    }

    ComparisonResult result() {
        boolean up = rule.direction().asksForIncrease();
        boolean down = rule.direction().asksForDecrease();
        double level = rule.level();
        if (up && isSignificant(1)) {
            return ComparisonResult.HIGH;
        }
        if (down && isSignificant(-1)) {
            return ComparisonResult.LOW;
        }
        boolean couldNotBeHigh = up && test.leastChanceGreater() > level && isNoticeable(1);
        boolean couldNotBeLow = down && test.leastChanceLess() > level && isNoticeable(-1);
        return couldNotBeHigh || couldNotBeLow ? ComparisonResult.NO_DATA : ComparisonResult.PASS;
    }

    /** What is tolerated is seen soon, before anything is tested. */
    private boolean isSignificant(int sign) {
        return difference.isLarge(sign)
                && (sign > 0 ? test.chanceGreater() : test.chanceLess()) <= rule.level()
                && (difference.isMedianLarge(sign)
                        || isMore(current, baseline, sign)
                        || isMore(baseline, current, -sign));
    }

    /** Whether significantly more of one sample than of the other are beyond what is tolerated, on the side of {@code sign}. */
    private boolean isMore(ComparisonSample one, ComparisonSample other, int sign) {
        double bound = difference.baselineMedian() + sign * difference.limit();
        int here = one.beyond(bound, sign);
        int there = other.beyond(bound, sign);
        int[][] counts = {{here, one.size() - here}, {there, other.size() - there}};
        return FisherExactTest.withDefaults()
                .with(AlternativeHypothesis.GREATER_THAN)
                .test(counts)
                .reject(rule.level());
    }

    /** Larger than tolerated as it seems, though the ties leave no order of these values that would be significant. */
    private boolean isNoticeable(int sign) {
        return difference.isLarge(sign) && sign * difference.effect() >= NEGLIGIBLE;
    }
}
