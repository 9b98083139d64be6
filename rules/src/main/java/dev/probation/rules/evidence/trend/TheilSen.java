package dev.probation.rules.evidence.trend;

import java.util.Arrays;

/**
 * A line through points that a few wild ones do not move: the median of the slopes of all pairs, after Theil, "A rank-invariant method of
 * linear and polynomial regression analysis" (1950), with the interval of Sen, "Estimates of the regression coefficient based on
 * Kendall's tau" (1968).
 *
 * @param slope in units of the value per unit of time
 * @param low what the true slope is below with the chance asked for
 * @param high what it is above with that chance
 * @param start the value that the line has at the first point
 */
record TheilSen(double slope, double low, double high, double start) {

    /** @param z how many standard deviations the interval reaches on each side */
    static TheilSen of(double[] times, double[] values, double z) {
        double[] slopes = slopes(times, values);
        double slope = median(slopes);
        double[] levels = new double[values.length];
        Arrays.setAll(levels, i -> values[i] - slope * (times[i] - times[0]));
        Arrays.sort(levels);
        double reach = z * Math.sqrt(MannKendall.of(times, values, slope).variance());
        int low = (int) Math.floor((slopes.length - reach) / 2) - 1;
        int high = (int) Math.ceil((slopes.length + reach) / 2);
        return new TheilSen(
                slope,
                low < 0 ? Double.NEGATIVE_INFINITY : slopes[low],
                high >= slopes.length ? Double.POSITIVE_INFINITY : slopes[high],
                median(levels));
    }

    private static double[] slopes(double[] times, double[] values) {
        double[] slopes = new double[values.length * (values.length - 1) / 2];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i + 1; j < values.length; j++) {
                slopes[next++] = (values[j] - values[i]) / (times[j] - times[i]);
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    /** Of values in ascending order. */
    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
    }
}
