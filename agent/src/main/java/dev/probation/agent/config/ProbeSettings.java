package dev.probation.agent.config;

import dev.probation.rules.expectation.Expectation;
import java.util.Optional;

/** What one kind of check asks; each probe package has its own. */
public interface ProbeSettings {

    /** The share of counted events that may be bad where the value is to satisfy {@code expect}; empty where none are counted. */
    default Optional<Double> allowedShare(Expectation expect) {
        return Optional.empty();
    }
}
