package dev.probation.rules.check.series;

import dev.probation.rules.evidence.comparison.ComparisonDifference;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Quantity;
import java.util.Arrays;

/** One comparison with a baseline for people: {@code median 612 ms, 22 % above the hour before the deployment (502 ms)}. */
final class BaselineText {

    private BaselineText() {}

    static String of(BaselineWindow reference, double[] current, ComparisonDifference found, BaselineRule rule) {
        // few errors among zeros move the mean alone
        boolean byMedian = Math.abs(found.median()) >= Math.abs(found.mean()) / 2;
        double now = byMedian ? found.currentMedian() : mean(current);
        double then = byMedian ? found.baselineMedian() : mean(reference.values());
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
