package dev.probation.agent.probe;

import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A probe of a target that remembers: it can be asked what it would have answered at an earlier instant. */
public interface PastProbe extends Probe {

    /** As {@link #ask}, at an instant of the past that is after {@code deployedAt}. */
    Future<Outcome> askAt(Instant deployedAt, Instant at);

    /**
     * As {@link #askAt} at each of several instants, which gives the same; targets that can answer several together do.
     */
    default Future<List<Outcome>> askAll(Instant deployedAt, List<Instant> at) {
        Future<List<Outcome>> answers = Future.succeededFuture(new ArrayList<>());
        for (Instant instant : at) {
            answers = answers.compose(before -> askAt(deployedAt, instant).map(outcome -> {
                boolean added = before.add(outcome);
                assert added;
                return before;
            }));
        }
        return answers;
    }
}
