package dev.probation.rules.expectation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 90s}, {@code 1h30m}, {@code 3d}. */
public final class Durations {

    private static final Pattern WRITTEN = Pattern.compile(
            "(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9}(?:\\.\\d{1,3})?)s)?(?:(\\d{1,12})ms)?");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");
    /** Five digits of days, so that whatever is read can be written and read again. */
    private static final Duration LONGEST = Duration.ofDays(99_999);

    private static final String[] UNITS = {"d", "h", "m", "s"};
    private static final long[] MILLIS = {86_400_000L, 3_600_000L, 60_000L, 1_000L};

    private Durations() {}

    /** The duration, or empty where the text is none. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (text.isBlank() || !matcher.matches()) {
            return Optional.empty();
        }
        long millis = matcher.group(5) == null ? 0 : Long.parseLong(matcher.group(5));
        for (int unit = 0; unit < MILLIS.length; unit++) {
            String amount = matcher.group(unit + 1);
            millis += amount == null
                    ? 0
                    : new BigDecimal(amount)
                            .multiply(BigDecimal.valueOf(MILLIS[unit]))
                            .longValueExact();
        }
        return Optional.of(Duration.ofMillis(millis)).filter(duration -> duration.compareTo(LONGEST) <= 0);
    }

    /** A part of a duration that could be written, in a fraction of the time that {@link Duration#dividedBy(long)} takes. */
    public static Duration part(Duration whole, int parts) {
        return Duration.ofNanos(whole.toNanos() / parts);
    }

    /**
     * Nanoseconds from one instant to another, in a fraction of the time that {@link Duration#between} takes; as many as a long holds
     * where they are centuries apart.
     */
    public static long nanos(Instant from, Instant to) {
        try {
            return from.until(to, ChronoUnit.NANOS);
        } catch (ArithmeticException tooFar) {
            return to.isAfter(from) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    /** What somebody meant who wrote a number without a unit, for the end of an error: {@code ; did you mean 5s?}. */
    public static String hint(String text) {
        return NUMBER.matcher(text).matches() ? "; did you mean " + text + "s?" : "";
    }

    /** {@code duration} as it would be written, to the millisecond: {@code 1h30m}. */
    public static String writeExactly(Duration duration) {
        long rest = duration.toMillis();
        StringBuilder text = new StringBuilder();
        for (int unit = 0; unit < UNITS.length; unit++) {
            if (rest >= MILLIS[unit]) {
                text.append(rest / MILLIS[unit]).append(UNITS[unit]);
                rest %= MILLIS[unit];
            }
        }
        if (rest > 0) {
            text.append(rest).append("ms");
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

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
        int first = 0;
        while (parts[first] == 0) {
            first++;
        }
        String text = parts[first] + UNITS[first];
        boolean hasNext = first + 1 < parts.length && parts[first + 1] > 0;
        return hasNext ? text + parts[first + 1] + UNITS[first + 1] : text;
    }
}
