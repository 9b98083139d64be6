package dev.probation.rules.expectation;

import java.time.Duration;

/** Durations as people write them: {@code 2m10s}. */
public final class Durations {

    private Durations() {}

    /** The duration in its two largest units, from days down to seconds, rounded down; in milliseconds below one second. */
    public static String write(Duration duration) {
        if (duration.isNegative()) {
            return '-' + write(duration.negated());
        }
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long[] parts = {
            duration.toDaysPart(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart()
        };
        String[] units = {"d", "h", "m", "s"};
        int first = 0;
        while (parts[first] == 0) {
            first++;
        }
        String text = parts[first] + units[first];
        boolean hasNext = first + 1 < parts.length && parts[first + 1] > 0;
        return hasNext ? text + parts[first + 1] + units[first + 1] : text;
    }
}
