package dev.probation.agent.probe.prometheus.query;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Prometheus's way of writing a number. Java's own parser takes {@code 1d} and refuses {@code +Inf}. */
final class SampleValue {

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private SampleValue() {}

    /** Reads a sample's value; empty where Prometheus would not have written it so. */
    static OptionalDouble parse(String text) {
        return switch (text) {
            case "NaN" -> OptionalDouble.of(Double.NaN);
            case "+Inf" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-Inf" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> decimal(text);
        };
    }

    private static OptionalDouble decimal(String text) {
        return DECIMAL.matcher(text).matches() ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
    }
}
