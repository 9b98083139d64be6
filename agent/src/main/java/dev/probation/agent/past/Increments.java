package dev.probation.agent.past;

import dev.probation.agent.probe.PastProbe.Moment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns counts since the deployment, as probes give them, into counts since the last sample. */
public final class Increments {

    static final Counts NONE = new Counts(0, 0);

    private Increments() {}

    /** All that was counted, once the outcome's increment is. */
    static Counts after(Counts before, Outcome outcome) {
        if (!(outcome instanceof Outcome.Measured measured) || measured.counts().isEmpty()) {
            return before;
        }
        return before.plus(measured.counts().orElseThrow());
    }

    /** Samples of counts, as counts since the one before where both count since the same; what failed is left out. */
    static List<Sample> samples(CheckId check, List<Moment> moments, List<Outcome> outcomes) {
        List<Sample> samples = new ArrayList<>();
        Counts before = NONE;
        for (int i = 0; i < moments.size(); i++) {
            Moment moment = moments.get(i);
            if (i > 0 && !moment.since().equals(moments.get(i - 1).since())) {
                before = NONE;
            }
            Outcome outcome = of(outcomes.get(i), before);
            before = after(before, outcome);
            if (!(outcome instanceof Outcome.Failed)) {
                samples.add(new Sample(moment.at(), check, outcome));
            }
        }
        return samples;
    }

    /**
     * The outcome with its counts less what was counted before. A sum that went backwards, as an extrapolated one may by
     * an event, adds nothing rather than something negative.
     */
    public static Outcome of(Outcome outcome, Counts before) {
        if (!(outcome instanceof Outcome.Measured measured) || measured.counts().isEmpty()) {
            return outcome;
        }
        Counts now = measured.counts().orElseThrow();
        long total = Math.max(0, now.total() - before.total());
        long bad = Math.min(total, Math.max(0, now.bad() - before.bad()));
        return new Outcome.Measured(measured.value(), Optional.of(new Counts(bad, total)), measured.detail());
    }
}
