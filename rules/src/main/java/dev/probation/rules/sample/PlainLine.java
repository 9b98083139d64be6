package dev.probation.rules.sample;

import com.fasterxml.jackson.core.io.NumberInput;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line of what was measured as {@link RecordingWriter} writes it, with or without counts and a detail. A recording has
 * hardly any others, and the JSON parser, to which all others are left, takes several times as long.
 */
final class PlainLine {

    private static final char[] AT = "{\"at\":\"".toCharArray();
    private static final char[] CHECK = "\",\"check\":\"".toCharArray();
    private static final char[] VALUE = "\",\"value\":".toCharArray();
    private static final char[] BAD = ",\"bad\":".toCharArray();
    private static final char[] TOTAL = ",\"total\":".toCharArray();
    private static final char[] DETAIL = ",\"detail\":\"".toCharArray();
    private static final char[] END = "}".toCharArray();
    private static final char[] END_OF_DETAIL = "\"}".toCharArray();

    /** More could not be told apart by a double. */
    private static final int MOST_DIGITS = 15;

    private final CheckIds ids;
    private final Instants instants;
    private char[] text = {};
    /** What follows is not read yet. */
    private int next;

    private int end;
    private boolean isPlain;

    PlainLine(CheckIds ids, Instants instants) {
        this.ids = ids;
        this.instants = instants;
    }

    /**
     * The sample of a line; null where the line is another one.
     *
     * @throws IllegalArgumentException with what is wrong with its values
     */
    @Nullable
    Sample read(Lines line) {
        text = line.characters();
        next = line.from();
        end = next + line.length();
        isPlain = true;
        skip(AT);
        int at = next;
        int endOfAt = skipText();
        skip(CHECK);
        int check = next;
        int endOfCheck = skipText();
        skip(VALUE);
        double value = number();
        boolean counts = isNext(BAD);
        long bad = counts ? whole(BAD) : 0;
        long total = counts ? whole(TOTAL) : 0;
        String detail = isNext(DETAIL) ? detail() : "";
        skip(detail.isEmpty() ? END : END_OF_DETAIL);
        if (!isPlain || next < end) {
            return null;
        }
        Instant instant = instants.read(text, at, endOfAt);
        CheckId id = ids.of(text, check, endOfCheck);
        Optional<Counts> counted = counts ? Optional.of(new Counts(bad, total)) : Optional.empty();
        return new Sample(instant, id, new Outcome.Measured(value, counted, detail));
    }

    private boolean isNext(char[] expected) {
        int to = next + expected.length;
        return to <= end && Arrays.equals(text, next, to, expected, 0, expected.length);
    }

    private void skip(char[] expected) {
        isPlain &= isNext(expected);
        next += expected.length;
    }

    /** Goes on to the end of a text, which has nothing escaped in it. */
    private int skipText() {
        char[] characters = text;
        int at = next;
        while (at < end && characters[at] >= ' ' && characters[at] != '"' && characters[at] != '\\') {
            at++;
        }
        next = at;
        return at;
    }

    /** With decimals, as a double is written; the JSON parser may take a whole number for an integer. */
    private double number() {
        int from = next;
        if (isNext('-')) {
            next++;
        }
        skipInteger();
        isPlain &= isNext('.');
        next++;
        skipDigits();
        if (isNext('E')) {
            next++;
            if (isNext('-')) {
                next++;
            }
            skipDigits();
        }
        return isPlain ? NumberInput.parseDouble(text, from, next - from, true) : Double.NaN;
    }

    private long whole(char[] name) {
        skip(name);
        int from = next;
        skipInteger();
        isPlain &= next - from <= MOST_DIGITS;
        long number = 0;
        for (int i = from; isPlain && i < next; i++) {
            number = 10 * number + text[i] - '0';
        }
        return number;
    }

    /** Which begins with a zero only where it is one. */
    private void skipInteger() {
        int from = next;
        skipDigits();
        isPlain &= next == from + 1 || !isPlain || text[from] != '0';
    }

    private void skipDigits() {
        char[] characters = text;
        int at = next;
        while (at < end && characters[at] >= '0' && characters[at] <= '9') {
            at++;
        }
        isPlain &= at > next;
        next = at;
    }

    private boolean isNext(char expected) {
        return next < end && text[next] == expected;
    }

    private String detail() {
        skip(DETAIL);
        int from = next;
        return new String(text, from, skipText() - from);
    }
}
