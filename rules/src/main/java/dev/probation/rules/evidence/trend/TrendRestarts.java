package dev.probation.rules.evidence.trend;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Where a process seems to have been started anew: a value that has risen for hours falls back to where it began, at once. What falls
 * back more often is the saw-tooth of a collector, of which the envelope takes care.
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
        double newest = 0;
        int falls = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = STAYS - 1; i + STAYS < points.size(); i++) {
            double before = extreme(points, i - STAYS + 1, DoubleStream::min);
            double after = extreme(points, i + 1, DoubleStream::max);
            least = Math.min(least, before);
            double risen = before - least;
            if (risen > RISEN * Math.abs(least) && before - after > LOST * risen) {
                newest = (points.hours()[i] + points.hours()[i + 1]) / 2;
                falls++;
                least = Double.POSITIVE_INFINITY;
            }
        }
        return points.size() > 0 && falls * HOURS_BETWEEN <= points.hours()[points.size() - 1] ? newest : 0;
    }

    private static double extreme(TrendPoints points, int from, Function<DoubleStream, OptionalDouble> which) {
        return which.apply(Arrays.stream(points.values(), from, from + STAYS)).orElseThrow();
    }
}
