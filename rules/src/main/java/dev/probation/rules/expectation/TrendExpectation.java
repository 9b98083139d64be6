package dev.probation.rules.expectation;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast a value may rise: {@code trend < 1%/h}.
 *
 * @param percent of what it was at first, by which it may rise in an hour; more than 0
 */
public record TrendExpectation(BigDecimal percent) {

    private static final Pattern WRITTEN = Pattern.compile("trend\\s*<\\s*(\\d+(?:\\.\\d+)?)\\s*%\\s*/\\s*h");

    public TrendExpectation {
        if (percent.signum() <= 0) {
            throw new IllegalArgumentException("a trend's limit must be above 0 %/h, but was " + percent);
        }
    }

    static boolean isMeant(String text) {
        return text.strip().startsWith("trend");
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    public static TrendExpectation parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches() || new BigDecimal(matcher.group(1)).signum() == 0) {
            throw new IllegalArgumentException(
                    "expected a trend above 0%/h, such as \"trend < 1%/h\", but found \"" + text + '"');
        }
        return new TrendExpectation(new BigDecimal(matcher.group(1)));
    }

    /** As a part of the first value, in an hour: 0.01 for 1 %/h. */
    public double perHour() {
        return percent.movePointLeft(2).doubleValue();
    }

    @Override
    public String toString() {
        return "trend < " + percent.toPlainString() + " %/h";
    }
}
