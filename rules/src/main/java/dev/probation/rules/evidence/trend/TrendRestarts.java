package dev.probation.rules.evidence.trend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Where a process seems to have been started anew: a value that has risen for hours falls back to where it began, at once. What falls
 * back more often is the saw-tooth of a collector, of which the envelope takes care, or a {@link TrendTeeth saw-tooth} of its own.
 */
final class TrendRestarts {

    /** A rise of this part of the level, and so much of it lost at once. */
    private static final double RISEN = 0.05;

    private static final double LOST = 0.6;
    /** So many points must have been high, and so many be low, that one wild value is none. */
    private static final int STAYS = 3;
    /** What falls back more often than that is no process that is started anew. */
    private static final double HOURS_BETWEEN = 6;

    private TrendRestarts() {}

    /** The hour of the newest restart; 0 where there was none. */
    static double newest(TrendPoints points) {
        return newest(points, hour -> false);
    }

    /** @param isUsual whether a fall at that hour is none, since it comes every day */
    static double newest(TrendPoints points, DoublePredicate isUsual) {
        List<Double> falls =
                falls(points).stream().filter(hour -> !isUsual.test(hour)).toList();
        boolean any = !falls.isEmpty() && falls.size() * HOURS_BETWEEN <= points.hours()[points.size() - 1];
        return any ? falls.get(falls.size() - 1) : 0;
    }

    /** The hours at which it fell back at once. */
    static List<Double> falls(TrendPoints points) {
        List<Double> falls = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (int i = STAYS - 1; i + STAYS < points.size(); i++) {
            double before = extreme(points, i - STAYS + 1, DoubleStream::min);
            double after = extreme(points, i + 1, DoubleStream::max);
            least = Math.min(least, before);
            double risen = before - least;
            if (risen > RISEN * Math.abs(least) && before - after > LOST * risen) {
                falls.add((points.hours()[i] + points.hours()[i + 1]) / 2);
                least = Double.POSITIVE_INFINITY;
            }
        }
        return falls;
    }

    private static double extreme(TrendPoints points, int from, Function<DoubleStream, OptionalDouble> which) {
        return which.apply(Arrays.stream(points.values(), from, from + STAYS)).orElseThrow();
    }
}
