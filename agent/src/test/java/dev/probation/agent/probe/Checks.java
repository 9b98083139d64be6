package dev.probation.agent.probe;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.config.ProbeSettings;
import dev.probation.rules.expectation.Expectation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks of which only the question and its timeout matter. */
public final class Checks {

    private Checks() {}

    public static CheckConfig of(ProbeSettings question, Duration timeout) {
        return of(question, timeout, null);
    }

    public static CheckConfig of(ProbeSettings question, Duration timeout, @Nullable Expectation expect) {
        return CheckConfigBuilder.check("check")
                .asking(question)
                .every(timeout)
                .timeout(timeout)
                .expect(expect)
                .reaching()
                .build();
    }
}
