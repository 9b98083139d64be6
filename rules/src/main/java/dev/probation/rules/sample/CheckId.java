package dev.probation.rules.sample;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A check's name within its service: lower case letters, digits and dashes, at most 63, and not {@link #MANUAL}. */
public record CheckId(String value) implements Comparable<CheckId> {

    /** Written where a check's name is expected, and a person decided: so no check has this name. */
    public static final String MANUAL = "manual";

    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public CheckId {
        if (!isCheck(value)) {
            throw new IllegalArgumentException("a check's name is lower case letters, digits and dashes, at most 63,"
                    + " and not \"manual\", but was \"" + value + '"');
        }
    }

    /** Whether {@code name} may name a check. */
    public static boolean isCheck(String name) {
        return isValid(name) && !name.equals(MANUAL);
    }

    /** Whether {@code name} may name a service or a window. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /** As a record's own; but a recording's samples are looked up by it, and that one takes several times as long. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CheckId check && check.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
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
