package dev.probation.rules.evidence;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A straight line beside another explanation of a series, by least squares: the line's slope is what is left once the other explanation
 * has taken its part (Frisch and Waugh, 1933), and its error allows for values that hang on the one before.
 *
 * @param slope per hour, beside the explanation
 * @param error its standard deviation
 * @param together what both leave unexplained, as a sum of squares
 * @param alone what the explanation leaves unexplained without the line
 */
record TrendModel(double slope, double error, double together, double alone) {

    private static final double MOST_CORRELATION = 0.9;

    static TrendModel of(TrendPoints points, DoubleUnaryOperator... explanation) {
        int n = points.size();
        double[] rest = points.values().clone();
        double[][] basis = new double[explanation.length + 1][n];
        for (int k = 0; k < basis.length; k++) {
            DoubleUnaryOperator shape = k == 0 ? hour -> 1 : explanation[k - 1];
            basis[k] = Arrays.stream(points.hours()).map(shape).toArray();
            for (int j = 0; j < k; j++) {
                remove(basis[j], basis[k]);
            }
            remove(basis[k], rest);
        }
        double[] line = points.hours().clone();
        for (double[] one : basis) {
            remove(one, line);
        }
        double alone = product(rest, rest);
        double slope = product(rest, line) / product(line, line);
        remove(line, rest);
        double together = product(rest, rest);
        double correlation = Math.min(MOST_CORRELATION, Math.max(0, MannKendall.correlation(rest, 1)));
        double variance = together / (n - basis.length - 1) * (1 + correlation) / (1 - correlation);
        return new TrendModel(slope, Math.sqrt(variance / product(line, line)), together, alone);
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
