package dev.probation.rules.evidence.comparison;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * The exact distribution of the rank sum of the smaller of two samples when only chance tells them apart, given the ties.
 *
 * <p>A dynamic programme over whole numbers, twice the mid-ranks, as the "shift algorithm" of Streitberg and Röhmel, "Exact
 * distributions for permutation and rank tests" (1986). The most frequent value is left to the hypergeometric distribution, so that
 * zeros against a few errors are exact for thousands of samples. Without such a value it serves up to about eighty samples.
 */
final class MannWhitneyExact {

    /** Additions that one distribution may take: some hundredths of a second at worst. */
    private static final double MOST_WORK = 1e7;
    /** Numbers that are held meanwhile. */
    private static final double MOST_HELD = 1e6;

    private final double[] chances;
    private final long least;

    /** @param least the sum that the first chance belongs to */
    private MannWhitneyExact(double[] chances, long least) {
        this.chances = chances;
        this.least = least;
    }

    /** Of as many values as the smaller sample has; empty where it would take too long. */
    static Optional<MannWhitneyExact> of(MannWhitneyRanks ranks) {
        int drawn = Math.min(ranks.baseline(), ranks.current());
        int frequent = ranks.mostFrequent();
        long[] deviations = deviations(ranks, frequent);
        int counted = Math.min(drawn, deviations.length);
        long lowest = 0;
        long highest = 0;
        for (int i = 0; i < counted; i++) {
            lowest += Math.min(0, deviations[i]);
            highest += Math.max(0, deviations[deviations.length - 1 - i]);
        }
        double held = (counted + 1) * (highest - lowest + 1.0);
        if (held > MOST_HELD || deviations.length * held > MOST_WORK) {
            return Optional.empty();
        }
        double[][] ways = ways(deviations, counted, (int) lowest, (int) highest);
        HypergeometricDistribution share = HypergeometricDistribution.of(ranks.total(), deviations.length, drawn);
        double[] chances = new double[(int) (highest - lowest + 1)];
        for (int count = 0; count <= counted; count++) {
            double one = share.probability(count) / Arrays.stream(ways[count]).sum();
            for (int sum = 0; sum < chances.length; sum++) {
                chances[sum] += one * ways[count][sum];
            }
        }
        return Optional.of(new MannWhitneyExact(chances, lowest + drawn * ranks.doubledMidranks()[frequent]));
    }

    /** Of every value but the most frequent: how far its doubled rank is from that one's, in ascending order. */
    private static long[] deviations(MannWhitneyRanks ranks, int frequent) {
        long[] doubled = ranks.doubledMidranks();
        long[] deviations = new long[ranks.total() - ranks.sizes()[frequent]];
        int next = 0;
        for (int group = 0; group < doubled.length; group++) {
            if (group != frequent) {
                Arrays.fill(deviations, next, next + ranks.sizes()[group], doubled[group] - doubled[frequent]);
                next += ranks.sizes()[group];
            }
        }
        return deviations;
    }

    /** In how many ways so many of the deviations have a sum: by count, and by the sum above the lowest. */
    private static double[][] ways(long[] deviations, int counted, int lowest, int highest) {
        double[][] ways = new double[counted + 1][highest - lowest + 1];
        ways[0][-lowest] = 1;
        int[] sums = new int[deviations.length + 1];
        for (int item = 0; item < deviations.length; item++) {
            int deviation = (int) deviations[item];
            sums[item + 1] = sums[item] + deviation;
            for (int count = Math.min(counted, item + 1); count > 0; count--) {
                // what the first and what the last of those before come to: no others have another sum
                int least = sums[count - 1];
                int most = sums[item] - sums[item - count + 1];
                add(ways[count - 1], least - lowest, most - lowest, ways[count], deviation);
            }
        }
        return ways;
    }

    private static void add(double[] without, int from, int to, double[] with, int deviation) {
        for (int sum = from; sum <= to; sum++) {
            with[sum + deviation] += without[sum];
        }
    }

    /** The chance of a doubled rank sum of at most so much. */
    double atMost(long doubledSum) {
        return sum(0, (int) (doubledSum - least) + 1);
    }

    /** The chance of a doubled rank sum of at least so much. */
    double atLeast(long doubledSum) {
        return sum((int) (doubledSum - least), chances.length);
    }

    private double sum(int from, int to) {
        return Math.min(1, Arrays.stream(chances, from, to).sum());
    }
}
