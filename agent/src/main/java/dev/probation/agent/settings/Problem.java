package dev.probation.agent.settings;

import java.util.Comparator;

/**
 * Something that is wrong in a configuration.
 *
 * @param path of the value, such as {@code services.shop.checks.health.every}; empty for the whole file
 * @param message what was expected, what was found, and what to do
 */
public record Problem(SourceLocation location, String path, String message) implements Comparable<Problem> {

    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::location).thenComparing(Problem::path).thenComparing(Problem::message);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? location + ": " + message : location + ": " + path + ": " + message;
    }
}
