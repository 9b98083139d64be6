package dev.probation.rules.expectation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What a value must satisfy: {@code < 500ms}, {@code between 2 and 8}. */
public record Expectation(Operator operator, Quantity limit, Optional<Quantity> upper) {

    private static final Pattern COMPARISON = Pattern.compile("(<=|>=|==|!=|<|>)\\s*(.+)");
    private static final Pattern RANGE = Pattern.compile("between\\s+(.+?)\\s+and\\s+(.+)");

    /** {@code <=+10%}. */
    private static final Pattern CHANGE = Pattern.compile("(<=|>=|==|!=|<|>)\\s*\\+\\s*([0-9.]+)\\s*([A-Za-z%/]*)");

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** How a value is held against the limit. */
    public enum Operator {
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">="),
        EQUAL("=="),
        UNEQUAL("!="),
        /** From the limit to the upper limit, both included. */
        BETWEEN("between");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    public Expectation {
        if ((operator == Operator.BETWEEN) != upper.isPresent()) {
            throw new IllegalArgumentException(
                    "only 'between' has an upper limit, but found " + operator + " with " + upper);
        }
        upper.ifPresent(to -> requireOrdered(limit, to));
    }

    private static void requireOrdered(Quantity from, Quantity to) {
        if (from.dimension() != to.dimension()) {
            throw new IllegalArgumentException("both ends of a range need the same dimension, but " + from + " is "
                    + from.dimension().words() + " and " + to + " is "
                    + to.dimension().words());
        }
        if (from.base() > to.base()) {
            throw new IllegalArgumentException(
                    "a range goes from the smaller to the larger value, but was " + from + " and " + to);
        }
    }

    /**
     * Reads an expectation.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    public static Expectation parse(String text) {
        String stripped = text.strip();
        refuseChange(stripped);
        Matcher comparison = COMPARISON.matcher(stripped);
        if (comparison.matches()) {
            return new Expectation(
                    operator(comparison.group(1)), Quantity.parse(comparison.group(2)), Optional.empty());
        }
        Matcher range = RANGE.matcher(stripped);
        if (range.matches()) {
            return new Expectation(
                    Operator.BETWEEN, Quantity.parse(range.group(1)), Optional.of(Quantity.parse(range.group(2))));
        }
        throw new IllegalArgumentException(
                "expected a comparison such as \"< 500ms\" or \"between 2 and 8\", but found \"" + text + '"');
    }

    /** Elsewhere a sign makes it a change against the baseline, so that it is read as neither. */
    private static void refuseChange(String text) {
        Matcher change = CHANGE.matcher(text);
        if (!change.matches()) {
            return;
        }
        String number = change.group(2) + change.group(3);
        String meant = change.group(1).startsWith("<") && change.group(3).equals("%")
                ? '"' + change.group(1) + " baseline + " + number + "\" to compare with the time before, or "
                : "";
        throw new IllegalArgumentException("expected " + meant + '"' + change.group(1) + ' ' + number
                + "\" as a limit of the value itself, but found \"" + text + '"');
    }

    private static Operator operator(String symbol) {
        return Arrays.stream(Operator.values())
                .filter(o -> o.symbol.equals(symbol))
                .findFirst()
                .orElseThrow();
    }

    public Dimension dimension() {
        return limit.dimension();
    }

    /** What a value must stay below, or must not exceed; empty where this is more or something else than that. */
    public Optional<Quantity> upperLimit() {
        return operator == Operator.LESS || operator == Operator.AT_MOST ? Optional.of(limit) : Optional.empty();
    }

    /** Whether {@code value}, in base units, satisfies this. */
    public boolean holds(double value) {
        double bound = limit.base();
        return switch (operator) {
            case LESS -> value < bound;
            case AT_MOST -> value <= bound;
            case GREATER -> value > bound;
            case AT_LEAST -> value >= bound;
            case EQUAL -> value == bound;
            case UNEQUAL -> value != bound;
            case BETWEEN -> value >= bound && value <= upper.orElseThrow().base();
        };
    }

    /** Whether some value satisfies both; they are of one dimension. */
    public boolean overlaps(Expectation other) {
        double[] bounds = DoubleStream.concat(bounds(), other.bounds())
                .sorted()
                .distinct()
                .toArray();
        double last = bounds[bounds.length - 1];
        DoubleStream beyond = DoubleStream.of(Math.nextDown(bounds[0]), Math.nextUp(last));
        DoubleStream between = IntStream.range(1, bounds.length).mapToDouble(i -> (bounds[i - 1] + bounds[i]) / 2);
        return DoubleStream.concat(DoubleStream.of(bounds), DoubleStream.concat(beyond, between))
                .anyMatch(value -> holds(value) && other.holds(value));
    }

    private DoubleStream bounds() {
        return DoubleStream.concat(DoubleStream.of(limit.base()), upper.stream().mapToDouble(Quantity::base));
    }

    /** Whether it is kept by small values rather than by large ones; empty where by neither. */
    public Optional<Boolean> isUpper() {
        return switch (operator) {
            case LESS, AT_MOST -> Optional.of(true);
            case GREATER, AT_LEAST -> Optional.of(false);
            case EQUAL, UNEQUAL, BETWEEN -> Optional.empty();
        };
    }

    /** {@code value}, in base units, written in the limit's unit, and not as if it were on another side of a limit. */
    public String write(double value) {
        return limit.write(value, upper.map(to -> List.of(limit, to)).orElseGet(() -> List.of(limit)));
    }

    /** This, of plain numbers, in percent: a number up to 1 is a share, another is in percent; empty if that cannot be. */
    public Optional<Expectation> asPercentage() {
        BigDecimal most = upper.orElse(limit).amount();
        if (dimension() != Dimension.NUMBER || limit.amount().signum() < 0 || most.compareTo(HUNDRED) > 0) {
            return Optional.empty();
        }
        int places = most.compareTo(BigDecimal.ONE) <= 0 ? 2 : 0;
        return Optional.of(new Expectation(operator, inPercent(limit, places), upper.map(to -> inPercent(to, places))));
    }

    /** Of a lower limit of most of a share: the limit of the rest, {@code < 0.1%} of {@code > 99.9%}. */
    public Optional<Expectation> ofTheRest() {
        BigDecimal rest = HUNDRED.subtract(limit.amount());
        boolean most = dimension() == Dimension.RATIO && rest.signum() >= 0 && rest.compareTo(limit.amount()) < 0;
        if (!most || isUpper().orElse(true)) {
            return Optional.empty();
        }
        Operator turned = operator == Operator.GREATER ? Operator.LESS : Operator.AT_MOST;
        return Optional.of(new Expectation(turned, new Quantity(rest, limit.unit()), Optional.empty()));
    }

    private static Quantity inPercent(Quantity number, int places) {
        return new Quantity(number.amount().movePointRight(places).stripTrailingZeros(), Unit.PERCENT);
    }

    @Override
    public String toString() {
        return upper.map(to -> "between " + limit + " and " + to).orElseGet(() -> operator.symbol() + ' ' + limit);
    }
}
