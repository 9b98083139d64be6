package dev.probation.rules.sample;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;

/** Reads instants as a recording writes them: a day is read once, and so is an instant that many checks were asked at. */
final class Instants {

    private static final String LAYOUT = "0000-00-00T00:00:00.";
    private static final int DAY_LENGTH = "2026-01-31".length();
    private static final int SHORTEST = "2026-01-31T10:00:15Z".length();
    private static final int LONGEST = "2026-01-31T10:00:15.123456789Z".length();

    /** The day that was read last, and the second that it began with. */
    private String day = LAYOUT;

    private long dayStart;
    /** What was read last, and the instant that it is. */
    private char[] last = {};

    private Instant lastRead = Instant.EPOCH;

    Instant read(String text) {
        return read(text.toCharArray(), 0, text.length());
    }

    /** Of the characters from one up to before another. */
    Instant read(char[] text, int from, int to) {
        if (!Arrays.equals(text, from, to, last, 0, last.length)) {
            char[] read = Arrays.copyOfRange(text, from, to);
            lastRead = instant(new String(read));
            last = read;
        }
        return lastRead;
    }

    private Instant instant(String text) {
        if (!isPlain(text)) {
            return RecordingForm.instant(text);
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59 || !beginDay(text)) {
            return RecordingForm.instant(text);
        }
        return Instant.ofEpochSecond(dayStart + hour * 3600L + minute * 60L + second, nanos(text));
    }

    /** {@code 2026-01-31T10:00:15Z}, with or without decimals of the second; whatever else is left to the JDK. */
    private static boolean isPlain(String text) {
        int length = text.length();
        if (length < SHORTEST || length > LONGEST || length == SHORTEST + 1 || text.charAt(length - 1) != 'Z') {
            return false;
        }
        for (int i = 0; i < length - 1; i++) {
            char expected = i < LAYOUT.length() ? LAYOUT.charAt(i) : '0';
            char found = text.charAt(i);
            if (expected == '0' ? found < '0' || found > '9' : found != expected) {
                return false;
            }
        }
        return true;
    }

    private boolean beginDay(String text) {
        if (text.startsWith(day)) {
            return true;
        }
        String written = text.substring(0, DAY_LENGTH);
        try {
            dayStart = LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
            day = written;
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private static int nanos(String text) {
        int nanos = 0;
        for (int i = SHORTEST; i < LONGEST - 1; i++) {
            nanos = 10 * nanos + (i < text.length() - 1 ? text.charAt(i) - '0' : 0);
        }
        return nanos;
    }
}
