package dev.probation.agent.probe;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.TargetSettings;
import dev.probation.rules.check.Check;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.CheckId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Checks of which only the question and its timeout matter. */
public final class Checks {

    private record NoTarget() implements TargetSettings {}

    private Checks() {}

    public static CheckConfig of(ProbeSettings question, Duration timeout) {
        return of(question, timeout, Optional.empty());
    }

    public static CheckConfig of(ProbeSettings question, Duration timeout, Optional<Expectation> expect) {
        Check rule = new Check(
                new CheckId("check"),
                "check",
                "target",
                timeout,
                expect,
                Optional.empty(),
                Sustain.DEFAULT,
                Check.WhenUnmeasured.INCONCLUSIVE,
                Check.WhenUnmeasured.INCONCLUSIVE,
                true,
                Check.OnBreach.ALERT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0.9,
                Set.of());
        return new CheckConfig(rule, new Target("target", "any", new NoTarget()), timeout, question);
    }
}
