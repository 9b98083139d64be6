package dev.probation.rules.expectation;

import dev.probation.rules.expectation.Expectation.Operator;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By how much a value may differ from what it was before the deployment: {@code <= baseline + 10%}.
 *
 * @param operator which way it may not go
 * @param percent of the baseline by which it may; 0 or more
 */
public record BaselineExpectation(Operator operator, BigDecimal percent) {

    private static final Pattern WRITTEN =
            Pattern.compile("(<=|>=|<|>)\\s*baseline\\s*(?:([+-])\\s*(\\d+(?:\\.\\d+)?)\\s*%)?");

    private static final Map<String, Operator> OPERATORS =
            Map.of("<", Operator.LESS, "<=", Operator.AT_MOST, ">", Operator.GREATER, ">=", Operator.AT_LEAST);

    public BaselineExpectation {
        if (!OPERATORS.containsValue(operator) || percent.signum() < 0) {
            throw new IllegalArgumentException(
                    "a baseline is an upper or a lower limit with a tolerance of 0 % or more, but was " + operator
                            + " and " + percent + " %");
        }
    }

    static boolean isMeant(String text) {
        return text.contains("baseline");
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    public static BaselineExpectation parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected \"<= baseline + 10%\" or \">= baseline - 10%\", but found \"" + text + '"');
        }
        Operator operator = Objects.requireNonNull(OPERATORS.get(matcher.group(1)));
        if (matcher.group(2) != null && matcher.group(2).equals("+") != isUpper(operator)) {
            throw new IllegalArgumentException("expected " + (isUpper(operator) ? "baseline + " : "baseline - ")
                    + matcher.group(3) + "% after " + operator.symbol() + ", but found \"" + text + '"');
        }
        return new BaselineExpectation(
                operator, matcher.group(3) == null ? BigDecimal.ZERO : new BigDecimal(matcher.group(3)));
    }

    private static boolean isUpper(Operator operator) {
        return operator == Operator.LESS || operator == Operator.AT_MOST;
    }

    /** Whether the value must not rise, rather than fall. */
    public boolean isUpper() {
        return isUpper(operator);
    }

    /** As a part of the baseline: 0.1 for 10 %. */
    public double tolerance() {
        return percent.movePointLeft(2).doubleValue();
    }

    @Override
    public String toString() {
        String allowed = percent.signum() == 0 ? "" : (isUpper() ? " + " : " - ") + percent.toPlainString() + " %";
        return operator.symbol() + " baseline" + allowed;
    }
}
