package dev.probation.bench.evidence;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Exact binomial numbers, from a table of the distribution; a few of them are kept. */
final class Binomials {
    private final Map<Long, double[]> tables = new HashMap<>();
    private final Random random;

    Binomials(Random random) {
        this.random = random;
    }

    int next(int total, double share) {
        if (total == 0 || share >= 1) {
            return total;
        }
        double[] table = tables.computeIfAbsent(
                total * 1_000_000_007L + Math.round(share * 1e9), key -> cumulated(total, share));
        int found = Arrays.binarySearch(table, random.nextDouble() * table[table.length - 1]);
        return found < 0 ? -found - 1 : found + 1;
    }

    private static double[] cumulated(int total, double share) {
        double[] sums = new double[total + 1];
        double logOdds = Math.log(share) - Math.log1p(-share);
        double log = total * Math.log1p(-share);
        double sum = 0;
        for (int bad = 0; bad <= total; bad++) {
            sum += Math.exp(log);
            sums[bad] = sum;
            log += Math.log((double) (total - bad) / (bad + 1)) + logOdds;
            if (bad > total * share && Math.exp(log) < 1e-18) {
                return Arrays.copyOf(sums, bad + 1);
            }
        }
        return sums;
    }
}
