package dev.probation.rules.evidence.comparison;

import java.util.Optional;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The rank test of Mann and Whitney, "On a test of whether one of two random variables is stochastically larger than the other"
 * (1947), with ties: exact where that takes little time, else by the normal distribution, corrected for ties and continuity.
 *
 * @param chanceGreater the chance that current values rank as high as here, or higher, when nothing but chance tells the samples apart
 * @param chanceLess the chance that they rank as low, or lower
 * @param leastChanceGreater the least {@code chanceGreater} that any order of these very values could have given
 * @param leastChanceLess the least {@code chanceLess}
 * @param delta effect size of Cliff, "Dominance statistics" (1993): how much more often a current value is the greater of a pair of one
 *     of each sample than the lesser, -1 to 1; 2A - 1 of Vargha and Delaney (2000)
 * @param isExact whether the chances are exact
 */
record MannWhitney(
        double chanceGreater,
        double chanceLess,
        double leastChanceGreater,
        double leastChanceLess,
        double delta,
        boolean isExact) {

    private static final MannWhitneyUTest NORMAL =
            MannWhitneyUTest.withDefaults().with(PValueMethod.ASYMPTOTIC);

    /** Holds {@code current} against {@code baseline}; both are finite, and neither is empty. */
    static MannWhitney of(double[] baseline, double[] current) {
        MannWhitneyRanks ranks = MannWhitneyRanks.of(baseline, current);
        Optional<MannWhitneyExact> exact = MannWhitneyExact.of(ranks);
        return exact.isPresent() ? exactly(ranks, exact.orElseThrow()) : normally(ranks, baseline, current);
    }

    private static MannWhitney exactly(MannWhitneyRanks ranks, MannWhitneyExact exact) {
        boolean ofCurrent = ranks.current() <= ranks.baseline();
        long[] doubled = ranks.doubledMidranks();
        long sum = 0;
        for (int group = 0; group < doubled.length; group++) {
            int count = ranks.ofCurrent()[group];
            sum += doubled[group] * (ofCurrent ? count : ranks.sizes()[group] - count);
        }
        double high = exact.atLeast(sum);
        double low = exact.atMost(sum);
        return new MannWhitney(
                ofCurrent ? high : low,
                ofCurrent ? low : high,
                ranks.leastChanceGreater(),
                ranks.leastChanceLess(),
                ranks.delta(),
                true);
    }

    /** Never of values that are all equal, for which the library knows no answer: those are exact. */
    private static MannWhitney normally(MannWhitneyRanks ranks, double[] baseline, double[] current) {
        return new MannWhitney(
                NORMAL.with(AlternativeHypothesis.GREATER_THAN)
                        .test(current, baseline)
                        .getPValue(),
                NORMAL.with(AlternativeHypothesis.LESS_THAN)
                        .test(current, baseline)
                        .getPValue(),
                ranks.leastChanceGreater(),
                ranks.leastChanceLess(),
                ranks.delta(),
                false);
    }

    /** The chance of so great a difference, whichever way. */
    double chanceEither() {
        return Math.min(1, 2 * Math.min(chanceGreater, chanceLess));
    }
}
