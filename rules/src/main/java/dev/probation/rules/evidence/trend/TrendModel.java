package dev.probation.rules.evidence.trend;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A straight line beside another explanation of a series, by weighted least squares: the line's slope is what is left once the other
 * explanation has taken its part (Frisch and Waugh, 1933), and its error allows for values that hang on the one before.
 *
 * @param slope per hour, beside the explanation
 * @param error its standard deviation
 * @param together what both leave unexplained, as a sum of squares
 * @param alone what the explanation leaves unexplained without the line
 * @param free points less what was fitted to them
 */
record TrendModel(double slope, double error, double together, double alone, int free) {

    static final DoubleUnaryOperator LEVEL = hour -> 1;
    static final DoubleUnaryOperator LINE = hour -> hour;

    private static final double MOST_CORRELATION = 0.9;
    /** What is left of a shape when no more than rounding is left of it. */
    private static final double NOTHING = 1e-18;

    /** A line beside a level and more. */
    static TrendModel of(TrendPoints points, DoubleUnaryOperator... explanation) {
        DoubleUnaryOperator[] shapes = Arrays.copyOf(explanation, explanation.length + 1);
        shapes[explanation.length] = LEVEL;
        return of(points, hour -> 1, LINE, List.of(shapes));
    }

    /** One shape, be it a line or another, beside others. */
    static TrendModel of(
            TrendPoints points,
            DoubleUnaryOperator weight,
            DoubleUnaryOperator shape,
            List<DoubleUnaryOperator> explanation) {
        double[] weights = Arrays.stream(points.hours()).map(weight).toArray();
        double[] rest = points.values().clone();
        Arrays.setAll(rest, i -> rest[i] * weights[i]);
        double[][] basis = new double[explanation.size()][];
        for (int k = 0; k < basis.length; k++) {
            basis[k] = weighted(points, weights, explanation.get(k));
            for (int j = 0; j < k; j++) {
                remove(basis[j], basis[k]);
            }
            remove(basis[k], rest);
        }
        double[] line = weighted(points, weights, shape);
        double whole = product(line, line);
        for (double[] one : basis) {
            remove(one, line);
        }
        return fitted(line, rest, points.size() - basis.length - 1, whole);
    }

    /** A line beside what is given and the single step that together explain most. */
    static TrendModel besideStep(TrendPoints points, DoubleUnaryOperator... explanation) {
        return TrendShapes.steps(points).stream()
                .map(step -> of(points, TrendShapes.and(explanation, step)))
                .min(Comparator.comparingDouble(TrendModel::together))
                .orElseThrow();
    }

    private static TrendModel fitted(double[] line, double[] rest, int free, double whole) {
        double alone = product(rest, rest);
        double length = product(line, line);
        if (length <= NOTHING * whole) {
            return new TrendModel(0, Double.POSITIVE_INFINITY, alone, alone, free);
        }
        double slope = product(rest, line) / length;
        remove(line, rest);
        double together = product(rest, rest);
        double correlation = Math.min(MOST_CORRELATION, Math.max(0, MannKendall.correlation(rest, 1)));
        double variance = together / free * (1 + correlation) / (1 - correlation);
        return new TrendModel(slope, Math.sqrt(variance / length), together, alone, free);
    }

    private static double[] weighted(TrendPoints points, double[] weights, DoubleUnaryOperator shape) {
        double[] values = Arrays.stream(points.hours()).map(shape).toArray();
        Arrays.setAll(values, i -> values[i] * weights[i]);
        return values;
    }

    /** Takes the part that lies in the direction of {@code one} out of {@code other}. */
    private static void remove(double[] one, double[] other) {
        double length = product(one, one);
        double part = length == 0 ? 0 : product(one, other) / length;
        for (int i = 0; i < other.length; i++) {
            other[i] -= part * one[i];
        }
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
