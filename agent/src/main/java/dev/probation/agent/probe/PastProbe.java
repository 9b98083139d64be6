package dev.probation.agent.probe;

import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A probe of a target that remembers: it can be asked what it would have answered at an earlier instant. */
public interface PastProbe extends Probe {

    /**
     * What is asked of the past.
     *
     * @param since when counting begins, before {@code at}
     */
    record Moment(Instant since, Instant at) {}

    /** As {@link #ask} of a deployment at {@code since} would have been answered then. */
    Future<Outcome> askAt(Instant since, Instant at);

    /**
     * As {@link #askAt} at each of several moments, which gives the same; targets that can answer several together do.
     */
    default Future<List<Outcome>> askAll(List<Moment> moments) {
        Future<List<Outcome>> answers = Future.succeededFuture(new ArrayList<>());
        for (Moment moment : moments) {
            answers =
                    answers.compose(before -> askAt(moment.since(), moment.at()).map(outcome -> {
                        boolean added = before.add(outcome);
                        assert added;
                        return before;
                    }));
        }
        return answers;
    }
}
