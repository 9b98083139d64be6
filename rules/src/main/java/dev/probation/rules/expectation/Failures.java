package dev.probation.rules.expectation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bad samples make a check failing: {@code 3} in a row, or {@code 3 of 5}, in which good ones may lie between.
 *
 * @param bad how many must be bad, at least 1
 * @param of among how many of the newest good or bad samples; as many as must be bad where they are in a row
 */
public record Failures(int bad, int of) {

    /** No more samples in a row are counted. */
    public static final int MOST = 100_000;

    /** No more of the newest samples are remembered. */
    public static final int MOST_NEWEST = 100;

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(?:\\s+of\\s+(\\d{1,6}))?");

    public Failures {
        if (bad < 1 || bad > MOST) {
            throw new IllegalArgumentException("failures must be from 1 to " + MOST + ", but were " + bad);
        }
        if (of < bad) {
            throw new IllegalArgumentException("expected at most as many bad samples as are looked at, found \"" + bad
                    + " of " + of + '"' + (of > 1 ? "; did you mean " + of + " of " + bad + '?' : ""));
        }
        if (of > bad && bad == 1) {
            throw new IllegalArgumentException(
                    "expected at least 2 bad samples, found \"1 of " + of + "\"; did you mean 1?");
        }
        if (of > bad && of > MOST_NEWEST) {
            throw new IllegalArgumentException(
                    "expected at most the newest " + MOST_NEWEST + " samples, found \"" + bad + " of " + of + '"');
        }
    }

    /** So many in a row. */
    public static Failures inRow(int bad) {
        return new Failures(bad, bad);
    }

    /**
     * What is written as {@code 3} or {@code 3 of 5}; empty where it is of neither form.
     *
     * @throws IllegalArgumentException where the numbers make no sense
     */
    public static Optional<Failures> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int bad = Integer.parseInt(matcher.group(1));
        int of = matcher.group(2) == null ? bad : Integer.parseInt(matcher.group(2));
        if (bad < 1 || bad > MOST) {
            return Optional.empty();
        }
        return Optional.of(new Failures(bad, of));
    }

    /** Whether a good sample begins the count anew. */
    public boolean isInRow() {
        return of == bad;
    }

    /** So many good samples may lie between the bad ones that count together. */
    public int goodBetween() {
        return of - bad;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return isInRow() ? Integer.toString(bad) : bad + " of " + of;
    }
}
