package dev.probation.rules.evidence.comparison;

import java.util.Arrays;

/** Two samples ranked together: one entry for each distinct value, from the least to the greatest. */
final class MannWhitneyRanks {

    private final int[] sizes;
    private final int[] ofCurrent;
    private final int total;
    private final int current;

    private MannWhitneyRanks(int[] sizes, int[] ofCurrent) {
        this.sizes = sizes;
        this.ofCurrent = ofCurrent;
        total = Arrays.stream(sizes).sum();
        current = Arrays.stream(ofCurrent).sum();
    }

    static MannWhitneyRanks of(double[] baseline, double[] current) {
        double[] before = sorted(baseline);
        double[] after = sorted(current);
        int[] sizes = new int[before.length + after.length];
        int[] ofCurrent = new int[sizes.length];
        int groups = 0;
        int i = 0;
        int j = 0;
        while (i < before.length || j < after.length) {
            boolean isBefore = j == after.length || (i < before.length && before[i] <= after[j]);
            double value = isBefore ? before[i] : after[j];
            int fromI = i;
            int fromJ = j;
            while (i < before.length && before[i] == value) {
                i++;
            }
            while (j < after.length && after[j] == value) {
                j++;
            }
            ofCurrent[groups] = j - fromJ;
            sizes[groups++] = i - fromI + j - fromJ;
        }
        return new MannWhitneyRanks(Arrays.copyOf(sizes, groups), Arrays.copyOf(ofCurrent, groups));
    }

    /** As if all values were different; which of them are current does not matter. */
    static MannWhitneyRanks untied(int baseline, int current) {
        int[] sizes = new int[baseline + current];
        int[] ofCurrent = new int[sizes.length];
        Arrays.fill(sizes, 1);
        Arrays.fill(ofCurrent, 0, current, 1);
        return new MannWhitneyRanks(sizes, ofCurrent);
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** How many of the baseline there are. */
    int baseline() {
        return total - current;
    }

    /** How many of the current sample there are. */
    int current() {
        return current;
    }

    /** How many of both samples have each value. */
    int[] sizes() {
        return sizes;
    }

    /** How many of the current sample have each value. */
    int[] ofCurrent() {
        return ofCurrent;
    }

    int total() {
        return total;
    }

    /** Twice the mean rank of each value, whole numbers with ties too. */
    long[] doubledMidranks() {
        long[] doubled = new long[sizes.length];
        long below = 0;
        for (int group = 0; group < sizes.length; group++) {
            doubled[group] = 2 * below + sizes[group] + 1;
            below += sizes[group];
        }
        return doubled;
    }

    /** Which value most have. */
    int mostFrequent() {
        int most = 0;
        for (int group = 1; group < sizes.length; group++) {
            most = sizes[group] > sizes[most] ? group : most;
        }
        return most;
    }

    /** Cliff's delta: how much more often a current value is the greater of a pair than the lesser, -1 to 1. */
    double delta() {
        int baseline = baseline();
        double balance = 0;
        long baselineBelow = 0;
        for (int group = 0; group < sizes.length; group++) {
            int ofBaseline = sizes[group] - ofCurrent[group];
            balance += (double) ofCurrent[group] * (2 * baselineBelow + ofBaseline - baseline);
            baselineBelow += ofBaseline;
        }
        return balance / baseline / current;
    }

    /** The chance of the most extreme order that these ties allow, all current values being the greatest. */
    double leastChanceGreater() {
        int wanted = current;
        int group = sizes.length - 1;
        while (wanted > sizes[group]) {
            wanted -= sizes[group--];
        }
        return Math.exp(logChoose(sizes[group], wanted) - logChoose(total, current));
    }

    /** The same with all current values being the least. */
    double leastChanceLess() {
        int wanted = current;
        int group = 0;
        while (wanted > sizes[group]) {
            wanted -= sizes[group++];
        }
        return Math.exp(logChoose(sizes[group], wanted) - logChoose(total, current));
    }

    /** The logarithm of the number of ways to choose {@code k} of {@code n}. */
    static double logChoose(int n, int k) {
        double log = 0;
        for (int i = 1; i <= Math.min(k, n - k); i++) {
            log += Math.log((n + 1.0 - i) / i);
        }
        return log;
    }
}
