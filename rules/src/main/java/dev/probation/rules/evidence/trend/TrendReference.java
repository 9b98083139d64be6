package dev.probation.rules.evidence.trend;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * The day before the deployment: its lower envelope, and the daily rhythm that is seen in it. Immutable.
 *
 * <p>The rhythm has as many harmonics as the day bears out, and the old version may have risen by itself: the description is taken
 * that is shortest by the criterion of Schwarz, "Estimating the dimension of a model" (1978).
 */
public final class TrendReference {

    private static final int HOURS = 24;
    private static final int WEEK = 7 * HOURS;
    /** The day is cut into so many parts, of which so many must have values. */
    private static final int PARTS = 48;

    private static final int FEWEST_PARTS = 36;
    private static final int MOST_HARMONICS = 6;
    /** So many hours apart, two falls are at the same time of the day. */
    private static final double NEAR = 1.5;

    private static final double DAY = 2 * Math.PI / HOURS;

    private static final TrendReference NONE =
            new TrendReference(TrendPoints.NONE, 0, false, List.of(), TrendTeeth.NONE, TrendPoints.NONE);

    private final TrendPoints points;
    private final int harmonics;
    private final boolean rises;
    private final List<Double> falls;
    private final TrendTeeth teeth;
    private final TrendPoints week;

    /**
     * @param falls the hours, below 0, at which it fell back at once
     * @param week the same time a week before, in hours since the deployment as if it were now
     */
    private TrendReference(
            TrendPoints points, int harmonics, boolean rises, List<Double> falls, TrendTeeth teeth, TrendPoints week) {
        this.points = points;
        this.harmonics = harmonics;
        this.rises = rises;
        this.falls = falls;
        this.teeth = teeth;
        this.week = week;
    }

    /** Nothing is known of the day before. */
    public static TrendReference none() {
        return NONE;
    }

    /**
     * Of values in any order, of which those of the last 24 h before the deployment count; none when a quarter of the day is missing.
     *
     * @param start when the new version was deployed
     */
    public static TrendReference of(Map<Instant, Double> values, Instant start) {
        double[] least = new double[PARTS];
        Arrays.fill(least, Double.NaN);
        values.forEach((at, value) -> {
            double hour = HOURS + hours(start, at);
            if (Double.isFinite(value) && hour >= 0 && hour < HOURS) {
                int part = Math.min(PARTS - 1, (int) (hour / HOURS * PARTS));
                least[part] = Double.isNaN(least[part]) ? value : Math.min(least[part], value);
            }
        });
        TrendPoints day = TrendPoints.of(least, (double) HOURS / PARTS);
        if (day.size() < FEWEST_PARTS) {
            return NONE;
        }
        // one day after the other, so that a fall at its end is seen, too
        List<Double> falls = TrendRestarts.falls(day.and(day.later(HOURS)));
        // what fell long ago was started anew; what fell since may do so every day
        TrendPoints since = day.from(TrendRestarts.newest(day));
        TrendPoints points = since.size() < FEWEST_PARTS ? day : since;
        return shortest(points.later(-HOURS), falls, TrendTeeth.of(day), week(values, start));
    }

    static double hours(Instant start, Instant at) {
        Duration since = Duration.between(start, at);
        return since.getSeconds() / 3600.0 + since.getNano() / 3.6e12;
    }

    /** The values of more than a day and an hour before. */
    private static TrendPoints week(Map<Instant, Double> values, Instant start) {
        SortedMap<Double, Double> week = new TreeMap<>();
        values.forEach((at, value) -> {
            double hour = WEEK + hours(start, at);
            if (Double.isFinite(value) && hour >= 0 && hour < WEEK - HOURS - 1) {
                week.put(hour, value);
            }
        });
        return new TrendPoints(
                week.keySet().stream().mapToDouble(hour -> hour).toArray(),
                week.values().stream().mapToDouble(value -> value).toArray());
    }

    private static TrendReference shortest(TrendPoints points, List<Double> falls, TrendTeeth teeth, TrendPoints week) {
        TrendReference shortest = NONE;
        double least = Double.POSITIVE_INFINITY;
        for (int harmonics = 0; harmonics <= MOST_HARMONICS; harmonics++) {
            for (boolean rises : new boolean[] {false, true}) {
                TrendReference one = new TrendReference(points, harmonics, rises, falls, teeth, week);
                double length = one.length();
                if (length < least) {
                    least = length;
                    shortest = one;
                }
            }
        }
        return shortest;
    }

    /** A rise of its own weighs as much as a harmonic, since half of a rhythm looks like it. */
    private double length() {
        int n = points.size();
        return n * Math.log(Math.max(Double.MIN_NORMAL, unexplained() / n))
                + 2 * (harmonics + (rises ? 1 : 0)) * Math.log(n);
    }

    private TrendModel model() {
        List<DoubleUnaryOperator> shapes = rhythm();
        shapes.add(TrendModel.LEVEL);
        return TrendModel.of(points, hour -> 1, TrendModel.LINE, shapes);
    }

    private double unexplained() {
        return rises ? model().together() : model().alone();
    }

    /** The sine and the cosine of each harmonic, in a new list. */
    List<DoubleUnaryOperator> rhythm() {
        List<DoubleUnaryOperator> rhythm = new ArrayList<>();
        for (int k = 1; k <= harmonics; k++) {
            double often = k * DAY;
            rhythm.add(hour -> Math.cos(often * hour));
            rhythm.add(hour -> Math.sin(often * hour));
        }
        return rhythm;
    }

    /**
     * A series less the rhythm that was seen on the day before; none where that is not known.
     *
     * @param later by how many hours the points begin after the deployment
     */
    TrendPoints without(TrendPoints series, double later) {
        TrendPoints left = isNone() ? points : series;
        List<DoubleUnaryOperator> rhythm = rhythm();
        for (DoubleUnaryOperator wave : rhythm) {
            List<DoubleUnaryOperator> rest = new ArrayList<>(rhythm);
            rest.remove(wave);
            rest.add(TrendModel.LEVEL);
            if (rises) {
                rest.add(TrendModel.LINE);
            }
            double part = TrendModel.of(points, hour -> 1, wave, rest).slope();
            left = left.less(hour -> part * wave.applyAsDouble(hour + later));
        }
        return left;
    }

    /** Whether it fell back at once at about this time of the day, so that a fall at it is no restart. */
    boolean fallsAt(double hour) {
        return falls.stream().anyMatch(fall -> Math.abs(Math.IEEEremainder(hour - fall, HOURS)) <= NEAR);
    }

    /** Whether it is known, and did not fall back at once. */
    boolean neverFalls() {
        return !isNone() && falls.isEmpty();
    }

    /** The same hours a week before, the least value of each of so many parts; parts without a value are left out. */
    TrendPoints weekBefore(double from, double hours, int parts) {
        return week.least(from, hours, parts);
    }

    /** The saw-tooth that it was. */
    TrendTeeth teeth() {
        return teeth;
    }

    /** Whether there is nothing to hold values against. */
    public boolean isNone() {
        return points.size() == 0;
    }

    /** How fast the old version rose beside its rhythm, per hour in units of the value; 0 where it did not. */
    double slope() {
        return rises ? model().slope() : 0;
    }

    boolean rises() {
        return rises;
    }

    /** The standard deviation of what the rhythm does not explain. */
    double deviation() {
        return Math.sqrt(unexplained() / (points.size() - 2.0 * harmonics - 2));
    }

    /** In hours since a later moment, so that all of them are negative. */
    TrendPoints before(double hours) {
        return points.later(-hours);
    }
}
