package dev.probation.rules.check.series;

import dev.probation.rules.evidence.comparison.ComparisonEstimate;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Quantity;
import java.util.Arrays;

/** One comparison with a baseline for people: {@code median 612 ms, 22 % above the hour before the deployment (502 ms)}. */
final class BaselineText {

    private BaselineText() {}

    static String of(BaselineWindow reference, double[] current, ComparisonEstimate estimate, BaselineRule rule) {
        // few errors among zeros move the mean alone
        boolean byMedian = Math.abs(estimate.difference()) >= Math.abs(estimate.meanDifference()) / 2;
        double now = byMedian ? estimate.currentMedian() : mean(current);
        double then = byMedian ? estimate.baselineMedian() : mean(reference.values());
        return (byMedian ? "median " : "mean ") + rule.write(now) + ", " + difference(now, then) + ' '
                + reference.name() + " (" + rule.write(then) + ", " + reference.values().length + " samples)";
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static String difference(double now, double then) {
        if (now == then) {
            return "the same as";
        }
        String side = now > then ? "above" : "below";
        return then == 0 ? side : Quantity.natural(Math.abs(now / then - 1), Dimension.RATIO) + ' ' + side;
    }
}
