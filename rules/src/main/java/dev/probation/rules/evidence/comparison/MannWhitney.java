package dev.probation.rules.evidence.comparison;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.jspecify.annotations.Nullable;

/**
 * The rank test of Mann and Whitney, "On a test of whether one of two random variables is stochastically larger than the other"
 * (1947), with ties: exact where that takes little time, else by the normal distribution, corrected for ties and continuity.
 */
final class MannWhitney {

    private static final MannWhitneyUTest NORMAL =
            MannWhitneyUTest.withDefaults().with(PValueMethod.ASYMPTOTIC);

    /**
     * What nothing but chance would do.
     *
     * @param greater the chance that current values rank as high as here, or higher
     * @param less the chance that they rank as low, or lower
     */
    private record Chances(double greater, double less, boolean isExact) {}

    private final double[] baseline;
    private final double[] current;
    private final MannWhitneyRanks ranks;
    /** Made when they are asked for, since most samples differ by less than what is tolerated. */
    private @Nullable Chances chances;

    private MannWhitney(double[] baseline, double[] current) {
        this.baseline = baseline;
        this.current = current;
        this.ranks = MannWhitneyRanks.of(baseline, current);
    }

    /** Holds {@code current} against {@code baseline}; both are finite, and neither is empty nor changed from now on. */
    static MannWhitney of(double[] baseline, double[] current) {
        return new MannWhitney(baseline, current);
    }

    private Chances chances() {
        if (chances == null) {
            chances = MannWhitneyExact.of(ranks).map(this::exactly).orElseGet(this::normally);
        }
        return chances;
    }

    private Chances exactly(MannWhitneyExact exact) {
        boolean ofCurrent = ranks.current() <= ranks.baseline();
        long[] doubled = ranks.doubledMidranks();
        long sum = 0;
        for (int group = 0; group < doubled.length; group++) {
            int count = ranks.ofCurrent()[group];
            sum += doubled[group] * (ofCurrent ? count : ranks.sizes()[group] - count);
        }
        double high = exact.atLeast(sum);
        double low = exact.atMost(sum);
        return new Chances(ofCurrent ? high : low, ofCurrent ? low : high, true);
    }

    /** Never of values that are all equal, for which the library knows no answer: those are exact. */
    private Chances normally() {
        return new Chances(
                NORMAL.with(AlternativeHypothesis.GREATER_THAN)
                        .test(current, baseline)
                        .getPValue(),
                NORMAL.with(AlternativeHypothesis.LESS_THAN)
                        .test(current, baseline)
                        .getPValue(),
                false);
    }

    /** The chance that current values rank as high as here, or higher, when nothing but chance tells the samples apart. */
    double chanceGreater() {
        return chances().greater();
    }

    /** The chance that they rank as low, or lower. */
    double chanceLess() {
        return chances().less();
    }

    /** The chance of so great a difference, whichever way. */
    double chanceEither() {
        return Math.min(1, 2 * Math.min(chanceGreater(), chanceLess()));
    }

    /** Whether the chances are exact. */
    boolean isExact() {
        return chances().isExact();
    }

    /** The least {@link #chanceGreater} that any order of these very values could have given. */
    double leastChanceGreater() {
        return ranks.leastChanceGreater();
    }

    /** The least {@link #chanceLess}. */
    double leastChanceLess() {
        return ranks.leastChanceLess();
    }

    /**
     * Effect size of Cliff, "Dominance statistics" (1993): how much more often a current value is the greater of a pair of one of
     * each sample than the lesser, -1 to 1; 2A - 1 of Vargha and Delaney (2000).
     */
    double delta() {
        return ranks.delta();
    }
}
