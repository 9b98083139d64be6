package dev.probation.rules.evidence;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Points of a series, in order of time. */
final class TrendPoints {

    private final double[] hours;
    private final double[] values;

    TrendPoints(double[] hours, double[] values) {
        this.hours = hours;
        this.values = values;
    }

    /** Of values that are {@code step} hours apart; NaN is none. */
    static TrendPoints of(double[] values, double step) {
        int[] present = IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .toArray();
        return new TrendPoints(
                Arrays.stream(present).mapToDouble(i -> (i + 0.5) * step).toArray(),
                Arrays.stream(present).mapToDouble(i -> values[i]).toArray());
    }

    double[] hours() {
        return hours;
    }

    double[] values() {
        return values;
    }

    int size() {
        return values.length;
    }

    /** Those of the newest third of the time. */
    TrendPoints newestThird() {
        int first = 2 * size() / 3;
        return new TrendPoints(Arrays.copyOfRange(hours, first, size()), Arrays.copyOfRange(values, first, size()));
    }

    /** How fast each changed within a day, per hour, at the time of the later one; none without points a day apart. */
    TrendPoints dailySlopes(double step) {
        double[] at = new double[size()];
        double[] slopes = new double[size()];
        int count = 0;
        int earlier = 0;
        for (int later = 0; later < size(); later++) {
            while (hours[later] - hours[earlier] > 24 + step / 2) {
                earlier++;
            }
            double apart = hours[later] - hours[earlier];
            if (apart > 24 - step / 2) {
                at[count] = hours[later];
                slopes[count++] = (values[later] - values[earlier]) / apart;
            }
        }
        return new TrendPoints(Arrays.copyOf(at, count), Arrays.copyOf(slopes, count));
    }
}
