package dev.probation.rules.check;

import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.util.Optional;

/**
 * A breach so large that it decides a rollback by itself: {@code > 5% for 30s}.
 *
 * @param breach what the value satisfies when it is that bad
 * @param lasting how long it must be, between the first and the last such sample with none between that is not
 */
public record SharperLimit(Expectation breach, Duration lasting) {

    /** Whether a sample is beyond it. */
    boolean isBeyond(Sample sample) {
        return sample.outcome() instanceof Outcome.Measured measured && breach.holds(measured.value());
    }

    /** Whether a share that may have been so large before was beyond it; empty where it is no limit on the share. */
    Optional<Boolean> wasBelow(double share) {
        return RatioRules.isShareAbove(breach) ? Optional.of(breach.limit().base() < share) : Optional.empty();
    }
}
