package dev.probation.rules.evidence.trend;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The day before the deployment: its lower envelope, and the daily rhythm that is seen in it. Immutable.
 *
 * <p>The rhythm has as many harmonics as the day bears out, and the old version may have risen by itself: the description is taken
 * that is shortest by the criterion of Schwarz, "Estimating the dimension of a model" (1978).
 */
public final class TrendReference {

    private static final int HOURS = 24;
    /** The day is cut into so many parts, of which so many must have values. */
    private static final int PARTS = 48;

    private static final int FEWEST_PARTS = 36;
    private static final int MOST_HARMONICS = 6;
    private static final double DAY = 2 * Math.PI / HOURS;

    private static final TrendReference NONE =
            new TrendReference(new TrendPoints(new double[0], new double[0]), 0, false);

    private final TrendPoints points;
    private final int harmonics;
    private final boolean rises;

    private TrendReference(TrendPoints points, int harmonics, boolean rises) {
        this.points = points;
        this.harmonics = harmonics;
        this.rises = rises;
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
        TrendPoints points = day.from(TrendRestarts.newest(day)).later(-HOURS);
        return points.size() < FEWEST_PARTS ? NONE : shortest(points);
    }

    static double hours(Instant start, Instant at) {
        Duration since = Duration.between(start, at);
        return since.getSeconds() / 3600.0 + since.getNano() / 3.6e12;
    }

    private static TrendReference shortest(TrendPoints points) {
        TrendReference shortest = NONE;
        double least = Double.POSITIVE_INFINITY;
        for (int harmonics = 0; harmonics <= MOST_HARMONICS; harmonics++) {
            for (boolean rises : new boolean[] {false, true}) {
                TrendReference one = new TrendReference(points, harmonics, rises);
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
