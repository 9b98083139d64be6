package dev.probation.rules.evidence.trend;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The rank test for a trend of Mann, "Nonparametric tests against trend" (1945), and Kendall, "Rank Correlation Methods" (1975),
 * corrected for ties, for continuity, and for values that hang on those before them as by Hamed and Rao, "A modified Mann-Kendall
 * trend test for autocorrelated data" (1998).
 *
 * @param score pairs that rise less pairs that fall
 * @param variance of the score when there is no trend
 */
record MannKendall(long score, double variance) {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    /** A correlation nearer to 0 than this many deviations is taken for chance. */
    private static final double SIGNIFICANT = 1.645;

    /** @param slope of {@code values} over {@code times}, which is taken out before they are held against those before them */
    static MannKendall of(double[] times, double[] values, double slope) {
        long score = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i + 1; j < values.length; j++) {
                score += (long) Math.signum(values[j] - values[i]);
            }
        }
        double[] detrended = new double[values.length];
        Arrays.setAll(detrended, i -> values[i] - slope * times[i]);
        return new MannKendall(score, untied(values) * inflation(ranks(detrended)));
    }

    /** The chance of a score as high as this, or higher, when there is no trend. */
    double chance() {
        return variance == 0 ? 1 : NORMAL.survivalProbability((score - 1) / Math.sqrt(variance));
    }

    private static double untied(double[] values) {
        double n = values.length;
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double ties = 0;
        int from = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[from]) {
                double equal = i - from;
                ties += equal * (equal - 1) * (2 * equal + 5);
                from = i;
            }
        }
        return (n * (n - 1) * (2 * n + 5) - ties) / 18;
    }

    private static double[] ranks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Arrays.stream(values)
                .map(value -> Arrays.binarySearch(sorted, value))
                .toArray();
    }

    /** By what factor correlation makes the score vary more; never less than 1, to be on the safe side. */
    private static double inflation(double[] ranks) {
        int n = ranks.length;
        double sum = 0;
        for (int lag = 1; lag <= n / 4; lag++) {
            double correlation = correlation(ranks, lag);
            if (Math.abs(correlation) > SIGNIFICANT / Math.sqrt(n)) {
                sum += (n - lag) * (n - lag - 1.0) * (n - lag - 2.0) * correlation;
            }
        }
        return Math.max(1, 1 + 2 * sum / (n * (n - 1.0) * (n - 2.0)));
    }

    /** Of each value with the one {@code lag} places before. */
    static double correlation(double[] values, int lag) {
        double mean = Arrays.stream(values).average().orElse(0);
        double shared = 0;
        double all = 0;
        for (int i = 0; i < values.length; i++) {
            all += (values[i] - mean) * (values[i] - mean);
            shared += i < lag ? 0 : (values[i] - mean) * (values[i - lag] - mean);
        }
        return all == 0 ? 0 : shared / all;
    }
}
