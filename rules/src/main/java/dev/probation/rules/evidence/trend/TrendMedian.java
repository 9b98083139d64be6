package dev.probation.rules.evidence.trend;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The median of values in a row, with the interval of the sign test (Thompson, 1936), widened where values hang on the one before.
 *
 * @param chance the chance of so many values above 0 when the median is 0
 */
record TrendMedian(double median, double low, double high, double chance) {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double MOST_CORRELATION = 0.5;

    static TrendMedian of(TrendPoints points, double z) {
        double[] values = points.values();
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double change = TrendModel.of(points).slope();
        double[] steady = new double[n];
        Arrays.setAll(steady, i -> values[i] - change * points.hours()[i]);
        double correlation = Math.min(MOST_CORRELATION, Math.max(0, MannKendall.correlation(steady, 1)));
        double deviation = Math.sqrt(n * (1 + correlation) / (1 - correlation));
        int low = (int) Math.floor((n - z * deviation) / 2);
        int high = n - 1 - low;
        double balance = Arrays.stream(values).map(Math::signum).sum();
        return new TrendMedian(
                TheilSen.median(sorted),
                low < 0 ? Double.NEGATIVE_INFINITY : sorted[Math.min(low, n / 2)],
                low < 0 ? Double.POSITIVE_INFINITY : sorted[Math.max(high, n / 2)],
                NORMAL.survivalProbability((balance - 1) / deviation));
    }
}
