package dev.probation.agent.probe.prometheus.query;

import java.util.regex.Pattern;

/** Prometheus's way of writing a number. Java's own parser takes {@code 1d} and refuses {@code +Inf}. */
final class SampleValue {

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private SampleValue() {}

    /**
     * Reads a sample's value.
     *
     * @throws NumberFormatException where Prometheus would not have written it so
     */
    static double parse(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> decimal(text);
        };
    }

    private static double decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException("expected a number as Prometheus writes it, but found \"" + text + '"');
        }
        return Double.parseDouble(text);
    }
}
