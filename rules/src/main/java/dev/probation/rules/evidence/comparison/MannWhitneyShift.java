package dev.probation.rules.evidence.comparison;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * By how much current values are above those of the baseline: the median of all differences of pairs, after Hodges and Lehmann,
 * "Estimates of location based on rank tests" (1963), and the interval of differences that the test of {@link MannWhitney} does not
 * reject. With ties it is a little wider than it needs to be (Noether, 1967).
 */
final class MannWhitneyShift {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private final double[] baseline;
    private final double[] current;
    private final long pairs;

    /** Both are finite, and neither is empty. */
    MannWhitneyShift(double[] baseline, double[] current) {
        this.baseline = baseline.clone();
        this.current = current.clone();
        Arrays.sort(this.baseline);
        Arrays.sort(this.current);
        pairs = (long) baseline.length * current.length;
    }

    double median() {
        double lower = difference((pairs + 1) / 2);
        return lower + (difference(pairs / 2 + 1) - lower) / 2;
    }

    /** What the true difference is below with a chance of at most {@code level}. */
    double low(double level) {
        return difference(rank(level));
    }

    /** What the true difference is above with a chance of at most {@code level}. */
    double high(double level) {
        return difference(pairs + 1 - rank(level));
    }

    /** The rank among the differences that bounds them, at least 1. */
    private long rank(double level) {
        MannWhitneyExact exact = MannWhitneyExact.of(MannWhitneyRanks.untied(baseline.length, current.length))
                .orElse(null);
        if (exact == null) {
            double spread = Math.sqrt(pairs * (baseline.length + current.length + 1.0) / 12);
            double z = NORMAL.inverseSurvivalProbability(level);
            return Math.max(1, (long) Math.floor(pairs / 2.0 - z * spread + 0.5));
        }
        long smaller = Math.min(baseline.length, current.length);
        long rank = 1;
        while (exact.atMost(smaller * (smaller + 1) + 2 * rank) <= level) {
            rank++;
        }
        return rank;
    }

    /**
     * The {@code rank}-th smallest difference. Halves the line of all doubles until one is left, so that it needs neither the memory
     * nor the time that a list of all pairs does.
     */
    private double difference(long rank) {
        long low = ordered(current[0] - baseline[baseline.length - 1]);
        long high = ordered(current[current.length - 1] - baseline[0]);
        while (low < high) {
            long middle = Math.floorDiv(low, 2) + Math.floorDiv(high, 2) + (low & high & 1);
            if (countUpTo(unordered(middle)) >= rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return unordered(low);
    }

    private long countUpTo(double difference) {
        long count = 0;
        int from = 0;
        for (double value : current) {
            while (from < baseline.length && value - baseline[from] > difference) {
                from++;
            }
            count += baseline.length - from;
        }
        return count;
    }

    /** A whole number for each double, in the same order. */
    private static long ordered(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits < 0 ? Long.MIN_VALUE - bits : bits;
    }

    private static double unordered(long ordered) {
        return Double.longBitsToDouble(ordered < 0 ? Long.MIN_VALUE - ordered : ordered);
    }
}
