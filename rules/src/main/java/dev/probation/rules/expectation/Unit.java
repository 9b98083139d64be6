package dev.probation.rules.expectation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The units that limits are written in; each converts to the base unit of its dimension. */
public enum Unit {
    NONE("", Dimension.NUMBER, "1"),
    NANOSECOND("ns", Dimension.TIME, "0.000000001"),
    MICROSECOND("us", Dimension.TIME, "0.000001"),
    MILLISECOND("ms", Dimension.TIME, "0.001"),
    SECOND("s", Dimension.TIME, "1"),
    MINUTE("m", Dimension.TIME, "60"),
    HOUR("h", Dimension.TIME, "3600"),
    DAY("d", Dimension.TIME, "86400"),
    PERCENT("%", Dimension.RATIO, "0.01"),
    BYTE("B", Dimension.SIZE, "1"),
    KILOBYTE("KB", Dimension.SIZE, "1000"),
    MEGABYTE("MB", Dimension.SIZE, "1000000"),
    GIGABYTE("GB", Dimension.SIZE, "1000000000"),
    KIBIBYTE("KiB", Dimension.SIZE, "1024"),
    MEBIBYTE("MiB", Dimension.SIZE, "1048576"),
    GIBIBYTE("GiB", Dimension.SIZE, "1073741824"),
    PER_SECOND("/s", Dimension.RATE, "1");

    private final String symbol;
    private final Dimension dimension;
    private final BigDecimal factor;

    Unit(String symbol, Dimension dimension, String factor) {
        this.symbol = symbol;
        this.dimension = dimension;
        this.factor = new BigDecimal(factor);
    }

    public String symbol() {
        return symbol;
    }

    public Dimension dimension() {
        return dimension;
    }

    /** How many base units one of this unit is. */
    public BigDecimal factor() {
        return factor;
    }

    /** The unit written as {@code symbol}, or empty where there is none. */
    public static Optional<Unit> of(String symbol) {
        return Arrays.stream(values())
                .filter(unit -> unit.symbol.equals(symbol))
                .findFirst();
    }

    /** The unit that values of this dimension usually have where they are measured. */
    public static Unit usual(Dimension dimension) {
        return switch (dimension) {
            case NUMBER -> NONE;
            case RATIO -> PERCENT;
            case RATE -> PER_SECOND;
            case TIME -> SECOND;
            case SIZE -> BYTE;
        };
    }

    /** The largest unit in which {@code value}, in base units, is at least 1; or the smallest, or the only one for people. */
    static Unit natural(double value, Dimension dimension) {
        List<Unit> units = switch (dimension) {
            case NUMBER -> List.of(NONE);
            case RATIO -> List.of(PERCENT);
            case RATE -> List.of(PER_SECOND);
            case TIME -> List.of(DAY, HOUR, MINUTE, SECOND, MILLISECOND);
            case SIZE -> List.of(GIBIBYTE, MEBIBYTE, KIBIBYTE, BYTE);
        };
        return units.stream()
                .filter(unit -> value >= unit.factor.doubleValue())
                .findFirst()
                .orElse(units.get(units.size() - 1));
    }

    /** All symbols for a message: {@code ns us ms ...}. */
    static String symbols() {
        return Arrays.stream(values())
                .map(Unit::symbol)
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
