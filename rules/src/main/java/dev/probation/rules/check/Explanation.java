package dev.probation.rules.check;

import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.util.Optional;

/** Puts a check's state into one sentence with the numbers in it. */
final class Explanation {

    private final Check check;

    Explanation(Check check) {
        this.check = check;
    }

    String of(CheckState state, Sample sample, Optional<Streak> streak) {
        String observed = check.title() + ' ' + observed(sample.outcome());
        if (streak.isEmpty()) {
            return state == CheckState.FAILING ? observed + ", not yet recovered" : observed + expected(state);
        }
        Streak bad = streak.orElseThrow();
        return observed + expected(state) + ", for " + Durations.write(bad.lasted()) + " (" + bad.bad() + " of "
                + bad.samples() + " samples)";
    }

    String sharp(Streak beyond, SharperLimit limit, Sample sample) {
        return check.title() + ' ' + observed(sample.outcome()) + ", beyond the limit " + limit.breach() + ", for "
                + Durations.write(beyond.lasted()) + " (" + beyond.bad() + " of " + beyond.samples() + " samples)";
    }

    private String expected(CheckState state) {
        Optional<Expectation> held = state == CheckState.WARN ? check.warn() : check.expect();
        return held.map(expectation -> ", expected " + expectation).orElse("");
    }

    private String observed(Outcome outcome) {
        if (outcome instanceof Outcome.Measured measured) {
            String value = check.expect()
                    .or(check::warn)
                    .map(expectation -> expectation.write(measured.value()))
                    .orElseGet(() -> "answered");
            return measured.detail().isEmpty() ? value : value + " (" + measured.detail() + ')';
        }
        if (outcome instanceof Outcome.NoData nothing) {
            return nothing.detail().isEmpty() ? "no data" : "no data: " + nothing.detail();
        }
        Outcome.Failed failure = (Outcome.Failed) outcome;
        return failure.detail().isEmpty() ? "error: " + failure.cause().label() : failure.detail();
    }
}
