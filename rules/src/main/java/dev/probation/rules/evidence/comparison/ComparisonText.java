package dev.probation.rules.evidence.comparison;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** The sentence that explains a comparison. */
public final class ComparisonText {

    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    private ComparisonText() {}

    static String reason(ComparisonResult result, ComparisonEstimate estimate, ComparisonRule rule) {
        String found = "median " + number(estimate.currentMedian()) + ", baseline " + number(estimate.baselineMedian())
                + ", difference " + number(estimate.difference()) + " (" + number(estimate.low()) + " to "
                + number(estimate.high()) + "), of means " + number(estimate.meanDifference()) + ", tolerated "
                + number(estimate.limit()) + ", p " + number(estimate.pValue());
        return switch (result) {
            case HIGH -> "significantly higher: " + found;
            case LOW -> "significantly lower: " + found;
            case NO_DATA -> "not significant, and it cannot be with so many equal values: " + found;
            case PASS -> passed(estimate, rule) + ": " + found;
        };
    }

    private static String passed(ComparisonEstimate estimate, ComparisonRule rule) {
        String what = rule.direction() == ComparisonDirection.EITHER
                ? "difference"
                : rule.direction().name().toLowerCase(Locale.ROOT);
        return estimate.pValue() <= 1 - rule.confidence()
                ? "a significant " + what + ", but not beyond what is tolerated"
                : "no significant " + what;
    }

    /** With four digits at most. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value, DIGITS).stripTrailingZeros();
        int digits = rounded.precision() - rounded.scale();
        return rounded.scale() < 0 && digits < 13 ? rounded.toPlainString() : rounded.toString();
    }
}
