package dev.probation.rules.sample;

import java.util.regex.Pattern;

/** A check's name within its service: lower case letters, digits and dashes, at most 63. */
public record CheckId(String value) implements Comparable<CheckId> {

    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public CheckId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "a check's name is lower case letters, digits and dashes, at most 63, but was \"" + value + '"');
        }
    }

    /** Whether {@code name} may name a check, a service or a window. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    @Override
    public int compareTo(CheckId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
