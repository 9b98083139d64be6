package dev.probation.rules.evidence.comparison;

import java.util.Arrays;

/** One of two samples, without what is no number. */
final class ComparisonSample {

    private final double[] values;
    private final int missing;

    /**
     * @param values finite, in ascending order
     * @param missing how many were NaN
     */
    private ComparisonSample(double[] values, int missing) {
        this.values = values;
        this.missing = missing;
    }

    static ComparisonSample of(double[] given) {
        double[] values = Arrays.stream(given)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (values.length > 0 && (Double.isInfinite(values[0]) || Double.isInfinite(values[values.length - 1]))) {
            throw new IllegalArgumentException("a sample must be finite or NaN, but one was infinite");
        }
        return new ComparisonSample(values, given.length - values.length);
    }

    /** Finite, in ascending order; not to be changed. */
    double[] values() {
        return values;
    }

    int missing() {
        return missing;
    }

    int size() {
        return values.length;
    }

    double median() {
        double upper = values[values.length / 2];
        return values.length % 2 == 1 ? upper : values[values.length / 2 - 1] / 2 + upper / 2;
    }

    double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** What a tolerance is a part of: the median, or where that is 0 the mean distance from it. */
    double scale() {
        double median = Math.abs(median());
        return median > 0
                ? median
                : Arrays.stream(values).map(Math::abs).average().orElseThrow();
    }

    /** How many are beyond {@code bound} upwards where {@code sign} is 1, downwards where it is -1. */
    int beyond(double bound, int sign) {
        return (int) Arrays.stream(values)
                .filter(value -> sign * (value - bound) > 0)
                .count();
    }

    /** Such as {@code 50 samples, 2 more NaN}. */
    String text() {
        return size() + (size() == 1 ? " sample" : " samples") + (missing == 0 ? "" : " and " + missing + " NaN");
    }
}
