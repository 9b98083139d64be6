package dev.probation.rules.evidence.trend;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Points of a series, in order of time. */
final class TrendPoints {

    static final TrendPoints NONE = new TrendPoints(new double[0], new double[0]);

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

    /** Those from an hour on. */
    TrendPoints from(double hour) {
        int first = (int) Arrays.stream(hours).filter(at -> at < hour).count();
        return part(first);
    }

    private TrendPoints part(int first) {
        return new TrendPoints(Arrays.copyOfRange(hours, first, size()), Arrays.copyOfRange(values, first, size()));
    }

    /** The same so many hours later. */
    TrendPoints later(double by) {
        return new TrendPoints(Arrays.stream(hours).map(hour -> hour + by).toArray(), values);
    }

    /** The same less what is explained otherwise. */
    TrendPoints less(DoubleUnaryOperator explained) {
        double[] left = new double[size()];
        Arrays.setAll(left, i -> values[i] - explained.applyAsDouble(hours[i]));
        return new TrendPoints(hours, left);
    }

    /** These and later ones. */
    TrendPoints and(TrendPoints later) {
        return new TrendPoints(
                DoubleStream.concat(Arrays.stream(hours), Arrays.stream(later.hours))
                        .toArray(),
                DoubleStream.concat(Arrays.stream(values), Arrays.stream(later.values))
                        .toArray());
    }

    /** Those of the newest third of the time. */
    TrendPoints newestThird() {
        return part(2 * size() / 3);
    }

    /** Those of the newer half of the time. */
    TrendPoints newestHalf() {
        return part(size() / 2);
    }

    /** The least value of each of so many parts of a stretch of time, in hours since its beginning. */
    TrendPoints least(double from, double length, int parts) {
        double[] least = new double[parts];
        Arrays.fill(least, Double.NaN);
        for (int i = 0; i < size(); i++) {
            int part = (int) Math.floor((hours[i] - from) / length * parts);
            if (part >= 0 && part < parts && !(values[i] >= least[part])) {
                least[part] = values[i];
            }
        }
        return of(least, length / parts);
    }

    /** So many of them from one on. */
    TrendPoints part(int first, int count) {
        return new TrendPoints(
                Arrays.copyOfRange(hours, first, first + count), Arrays.copyOfRange(values, first, first + count));
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
