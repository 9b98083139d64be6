package dev.probation.agent.config;

import dev.probation.rules.expectation.Dimension;
import java.util.List;
import java.util.function.Function;

/**
 * What a check measures.
 *
 * @param words for people: {@code the response time}
 * @param dimensions of the limits that it may be held against; the first is its own
 * @param reachability whether reaching the target is asked as well, so that no expectation is needed
 * @param settings of the probe, given the dimension of the limits
 */
public record Measured(
        String words, List<Dimension> dimensions, boolean reachability, Function<Dimension, ProbeSettings> settings) {

    public Measured {
        dimensions = List.copyOf(dimensions);
    }
}
