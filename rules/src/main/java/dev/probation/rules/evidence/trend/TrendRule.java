package dev.probation.rules.evidence.trend;

import dev.probation.rules.evidence.comparison.ComparisonText;
import java.util.function.DoubleFunction;

/**
 * How fast a value may rise.
 *
 * @param limit the part of its first level by which it may rise in an hour, such as 0.01
 * @param confidence the chance, over 0.5, that nothing is found where nothing rises, all looks together
 * @param words writes a value for people
 */
public record TrendRule(double limit, double confidence, DoubleFunction<String> words) {

    public TrendRule {
        if (!(limit > 0 && Double.isFinite(limit))) {
            throw new IllegalArgumentException("the limit of a trend must be over 0, but was " + limit);
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new IllegalArgumentException("the confidence must be over 0.5 and below 1, but was " + confidence);
        }
    }

    /** Of values without a unit. */
    public TrendRule(double limit, double confidence) {
        this(limit, confidence, ComparisonText::number);
    }
}
