package dev.probation.rules.evidence.trend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A saw-tooth that is no collector's: it rises for longer than an hour and falls back at once, again and again. A process that is
 * killed each time its memory is used up looks like that, and so does work that is done in batches.
 *
 * @param count how many teeth
 * @param risen the least part of its lowest value by which one of them rose
 */
record TrendTeeth(int count, double risen) {

    static final TrendTeeth NONE = new TrendTeeth(0, 0);

    /** By more than this part of its lowest value a tooth rises, for longer than this. */
    private static final double RISEN = 0.25;

    private static final double HOURS = 1;
    private static final int FEWEST = 2;
    /** So much of it is lost from one point to the next. */
    private static final double LOST = 0.6;
    /** A tooth rises from most points to the next. */
    private static final double MOST = 0.7;
    /** Teeth are so much of what was seen. */
    private static final double HALF = 0.5;

    /** One tooth: where it began, and where it was highest. */
    private record Tooth(double from, double to, double risen) {}

    /** Of a series' points in order of time; none where it is another shape. */
    static TrendTeeth of(TrendPoints points) {
        List<Tooth> teeth = new ArrayList<>();
        int least = 0;
        for (int i = 1; i + 1 < points.size(); i++) {
            double[] values = points.values();
            least = values[i] < values[least] ? i : least;
            double risen = values[i] - values[least];
            if (risen > 0 && values[i] - values[i + 1] > LOST * risen && risen > RISEN * Math.abs(values[least])) {
                if (isTooth(points, least, i)) {
                    teeth.add(new Tooth(points.hours()[least], points.hours()[i], risen / Math.abs(values[least])));
                }
                least = i + 1;
            }
        }
        return isMost(teeth, points)
                ? new TrendTeeth(
                        teeth.size(),
                        teeth.stream().mapToDouble(Tooth::risen).min().orElse(0))
                : NONE;
    }

    /** For people. */
    String sentence() {
        return String.format(
                Locale.ROOT,
                "rises by %.0f %% or more for longer than an hour and falls back, %d times: a process that is started anew again"
                        + " and again looks like that",
                100 * risen,
                count);
    }

    private static boolean isTooth(TrendPoints points, int from, int to) {
        int rises = 0;
        for (int i = from; i < to; i++) {
            rises += points.values()[i + 1] > points.values()[i] ? 1 : 0;
        }
        return points.hours()[to] - points.hours()[from] >= HOURS && rises >= MOST * (to - from);
    }

    private static boolean isMost(List<Tooth> teeth, TrendPoints points) {
        if (teeth.size() < FEWEST) {
            return false;
        }
        double seen = points.hours()[points.size() - 1] - teeth.get(0).from();
        return teeth.stream().mapToDouble(tooth -> tooth.to() - tooth.from()).sum() >= HALF * seen;
    }
}
