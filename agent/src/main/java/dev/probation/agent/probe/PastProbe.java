package dev.probation.agent.probe;

import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.time.Instant;

/** A probe of a target that remembers: it can be asked what it would have answered at an earlier instant. */
public interface PastProbe extends Probe {

    /** As {@link #ask}, at an instant of the past that is after {@code deployedAt}. */
    Future<Outcome> askAt(Instant deployedAt, Instant at);
}
