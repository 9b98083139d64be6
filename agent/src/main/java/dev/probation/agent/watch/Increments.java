package dev.probation.agent.watch;

import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import java.util.Optional;

/** Turns counts since the deployment, as probes give them, into counts since the last sample. */
final class Increments {

    private Increments() {}

    /**
     * The outcome with its counts less what was counted before. A sum that went backwards, as an extrapolated one may by
     * an event, adds nothing rather than something negative.
     */
    static Outcome of(Outcome outcome, Counts before) {
        if (!(outcome instanceof Outcome.Measured measured) || measured.counts().isEmpty()) {
            return outcome;
        }
        Counts now = measured.counts().orElseThrow();
        long total = Math.max(0, now.total() - before.total());
        long bad = Math.min(total, Math.max(0, now.bad() - before.bad()));
        return new Outcome.Measured(measured.value(), Optional.of(new Counts(bad, total)), measured.detail());
    }
}
