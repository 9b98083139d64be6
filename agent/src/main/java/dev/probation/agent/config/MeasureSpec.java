package dev.probation.agent.config;

import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a check measures.
 *
 * @param words for people: {@code the response time}
 * @param dimensions of the limits that it may be held against; the first is its own
 * @param reachability whether reaching the target is asked as well, so that no expectation is needed
 * @param settings of the probe, given the check's limits
 * @param usual what is expected where nothing else is written
 * @param lacksUnit whether the check's key {@code unit} would say what unit the values are in, and is left out
 */
public record MeasureSpec(
        String words,
        List<Dimension> dimensions,
        boolean reachability,
        Settings settings,
        Optional<Expectation> usual,
        boolean lacksUnit) {

    /** Of which nothing is expected unless that is written. */
    public MeasureSpec(String words, List<Dimension> dimensions, boolean reachability, Settings settings) {
        this(words, dimensions, reachability, settings, Optional.empty(), false);
    }

    /** Of which {@code usual} is expected unless something else is written. */
    public MeasureSpec(
            String words,
            List<Dimension> dimensions,
            boolean reachability,
            Settings settings,
            Optional<Expectation> usual) {
        this(words, dimensions, reachability, settings, usual, false);
    }

    /** Makes a probe's settings of what the value is held against. */
    @FunctionalInterface
    public interface Settings {

        /**
         * The settings.
         *
         * @param dimension of all limits of the check
         * @param expect what the check expects, where it expects a value
         */
        ProbeSettings of(Dimension dimension, @Nullable Expectation expect);
    }

    public MeasureSpec {
        dimensions = List.copyOf(dimensions);
    }
}
