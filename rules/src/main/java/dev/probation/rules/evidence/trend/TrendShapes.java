package dev.probation.rules.evidence.trend;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Shapes of a series over its hours, which are harmless. */
final class TrendShapes {

    private static final double DAY = 2 * Math.PI / 24;

    private TrendShapes() {}

    /** Waves of a day and of its parts, a sine and a cosine of each. */
    static DoubleUnaryOperator[] rhythm(int harmonics) {
        return IntStream.rangeClosed(1, harmonics)
                .mapToObj(k -> DAY * k)
                .flatMap(often ->
                        Stream.<DoubleUnaryOperator>of(hour -> Math.cos(often * hour), hour -> Math.sin(often * hour)))
                .toArray(DoubleUnaryOperator[]::new);
    }

    /**
     * Something that fills up ever more slowly.
     *
     * @param pace how many times it fills by 63 % of the rest in {@code hours}
     */
    static DoubleUnaryOperator filling(double pace, double hours) {
        return hour -> Math.exp(-pace * hour / hours);
    }

    /** The same at each pace. */
    static List<DoubleUnaryOperator> fillings(List<Double> paces, double hours) {
        return paces.stream().map(pace -> filling(pace, hours)).toList();
    }

    /** A single step at each of the points but the first. */
    static List<DoubleUnaryOperator> steps(TrendPoints points) {
        return Arrays.stream(points.hours())
                .skip(1)
                .<DoubleUnaryOperator>mapToObj(from -> hour -> hour < from ? 0 : 1)
                .toList();
    }

    /** Shapes and one more. */
    static DoubleUnaryOperator[] and(DoubleUnaryOperator[] some, DoubleUnaryOperator more) {
        DoubleUnaryOperator[] all = Arrays.copyOf(some, some.length + 1);
        all[some.length] = more;
        return all;
    }
}
