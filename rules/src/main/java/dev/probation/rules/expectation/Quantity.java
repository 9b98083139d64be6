package dev.probation.rules.expectation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number with a unit. Decimals are kept as written, so that 0.1 % is exactly that.
 *
 * @param amount in {@code unit}
 */
public record Quantity(BigDecimal amount, Unit unit) {

    private static final Pattern WRITTEN = Pattern.compile("([+-]?(?:\\d+(?:\\.\\d+)?|\\.\\d+))\\s*([A-Za-z%/]*)");

    /**
     * Reads {@code 500ms}, {@code 0.1 %}, {@code 1.5GiB}, {@code 180}.
     *
     * @throws IllegalArgumentException where the text is no number with a known unit
     */
    public static Quantity parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected a number with a unit, such as 500ms or 0.1%, but found \"" + text + '"');
        }
        Unit unit = Unit.of(matcher.group(2))
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown unit \"" + matcher.group(2) + "\" in \"" + text + "\"; units are " + Unit.symbols()));
        return new Quantity(new BigDecimal(matcher.group(1)), unit);
    }

    public Dimension dimension() {
        return unit.dimension();
    }

    /** In the base unit of the dimension. */
    public double base() {
        return amount.multiply(unit.factor()).doubleValue();
    }

    /** {@code value}, in base units, written for people in this quantity's unit: {@code 612 ms}. */
    public String write(double value) {
        BigDecimal inUnit = new BigDecimal(value).divide(unit.factor(), MathContext.DECIMAL64);
        return decimal(inUnit) + suffix();
    }

    private String suffix() {
        return unit.symbol().isEmpty() || unit == Unit.PER_SECOND ? unit.symbol() : ' ' + unit.symbol();
    }

    private static String decimal(BigDecimal number) {
        int integerDigits = Math.max(1, number.precision() - number.scale());
        BigDecimal rounded = number.signum() == 0
                ? BigDecimal.ZERO
                : number.round(new MathContext(Math.max(3, integerDigits), RoundingMode.HALF_UP));
        return rounded.stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        return amount.toPlainString() + suffix();
    }
}
