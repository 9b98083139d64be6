package dev.probation.rules.expectation;

import dev.probation.rules.sample.Outcome.Measured;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A number with a unit. Decimals are kept as written, so that 0.1 % is exactly that. */
public final class Quantity {

    private static final int LEAST_DIGITS = 3;
    private static final Pattern WRITTEN = Pattern.compile("([+-]?(?:\\d+(?:\\.\\d+)?|\\.\\d+))\\s*([A-Za-z%/]*)");

    private final BigDecimal amount;
    private final Unit unit;
    /** Kept, since every sample is held against it. */
    private final double base;

    /**
     * @param amount in {@code unit}
     */
    public Quantity(BigDecimal amount, Unit unit) {
        this.amount = amount;
        this.unit = unit;
        this.base = base(amount, unit);
        if (!Double.isFinite(base)) {
            throw new IllegalArgumentException("a limit must be a number that can be reached, but was " + amount);
        }
    }

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
        BigDecimal amount = new BigDecimal(matcher.group(1));
        if (!Double.isFinite(base(amount, unit))) {
            throw new IllegalArgumentException("expected a number that can be reached, but found \"" + text + '"');
        }
        return new Quantity(amount, unit);
    }

    /** {@code value}, in base units, written for people in a unit of its size: {@code 612 ms}, {@code 1.5 GiB}. */
    public static String natural(double value, Dimension dimension) {
        Unit unit = Unit.natural(Math.abs(value), dimension);
        return new Quantity(BigDecimal.ZERO, unit).write(value);
    }

    private static double base(BigDecimal amount, Unit unit) {
        return amount.multiply(unit.factor()).doubleValue();
    }

    BigDecimal amount() {
        return amount;
    }

    public Unit unit() {
        return unit;
    }

    public Dimension dimension() {
        return unit.dimension();
    }

    /** In the base unit of the dimension. */
    public double base() {
        return base;
    }

    /**
     * {@code value}, in base units, written for people in this quantity's unit: {@code 612 ms}. Rounded, but never onto this
     * quantity or over it, where it is another.
     */
    public String write(double value) {
        return write(value, List.of(this));
    }

    /**
     * The same, rounded neither onto nor over any of the limits.
     *
     * @param limits of this dimension
     */
    String write(double value, List<Quantity> limits) {
        if (Math.abs(value) >= Measured.INFINITE) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        BigDecimal inUnit = BigDecimal.valueOf(value).divide(unit.factor(), MathContext.DECIMAL64);
        int digits = LEAST_DIGITS;
        for (Quantity limit : limits) {
            BigDecimal bound = inThisUnit(limit);
            while (digits < inUnit.precision() && rounded(inUnit, digits).compareTo(bound) != inUnit.compareTo(bound)) {
                digits++;
            }
        }
        return rounded(inUnit, digits).stripTrailingZeros().toPlainString() + suffix();
    }

    private String suffix() {
        return unit.symbol().isEmpty() || unit == Unit.PER_SECOND ? unit.symbol() : ' ' + unit.symbol();
    }

    private BigDecimal inThisUnit(Quantity other) {
        return other.unit == unit
                ? other.amount
                : other.amount.multiply(other.unit.factor()).divide(unit.factor(), MathContext.DECIMAL64);
    }

    private static BigDecimal rounded(BigDecimal number, int digits) {
        int integerDigits = Math.max(1, number.precision() - number.scale());
        return number.round(new MathContext(Math.max(digits, integerDigits), RoundingMode.HALF_UP));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Quantity quantity && amount.equals(quantity.amount) && unit == quantity.unit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(amount, unit);
    }

    @Override
    public String toString() {
        return amount.toPlainString() + suffix();
    }
}
