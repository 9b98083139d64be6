package dev.probation.agent.probe.prometheus.query;

import java.time.Duration;

/** Spans of time for people: {@code 1m}, {@code 2m10s}. */
public final class Spans {

    private Spans() {}

    public static String words(Duration span) {
        StringBuilder words = new StringBuilder();
        append(words, span.toHours(), "h");
        append(words, span.toMinutesPart(), "m");
        append(words, span.toSecondsPart(), "s");
        return words.length() == 0 ? "0s" : words.toString();
    }

    private static void append(StringBuilder words, long amount, String unit) {
        if (amount > 0) {
            words.append(amount).append(unit);
        }
    }
}
