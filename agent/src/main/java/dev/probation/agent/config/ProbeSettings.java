package dev.probation.agent.config;

import dev.probation.rules.expectation.Expectation;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/** What one kind of check asks; each probe package has its own. */
public interface ProbeSettings {

    /**
     * With what the service's series have in common.
     *
     * @param labels each with a value, or with {@code =~}, {@code !~} or {@code !=} before it
     */
    default ProbeSettings within(Map<String, String> labels) {
        return this;
    }

    /** The span of time that one value tells of; values nearer to each other are no evidence of their own. */
    default Duration span() {
        return Duration.ZERO;
    }

    /** Whether the value is a share of bad events, which can only be too large. */
    default boolean isShareOfBadEvents() {
        return false;
    }

    /** Whether large values are the bad ones by the nature of what is measured, as of times, connections and memory. */
    default boolean isWorseWhenLarger() {
        return isShareOfBadEvents();
    }

    /**
     * The share of bad events that {@code expectation} allows, where a sample's counts are a proportion that it is about:
     * 0.001 for a share of errors {@code < 0.1%}, 0.05 for a p95 {@code < 500ms}, whose counts are of the slower ones.
     *
     * @return above 0 and below 1; empty where the counts, if any, say nothing about the expectation
     */
    default OptionalDouble allowedShare(Expectation expectation) {
        return OptionalDouble.empty();
    }
}
