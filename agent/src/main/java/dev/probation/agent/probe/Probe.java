package dev.probation.agent.probe;

import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.time.Instant;

/** Asks a target one question. */
public interface Probe {

    /**
     * Asks once. The future completes within the check's timeout and never fails: what goes wrong is an {@link Outcome}.
     *
     * <p>Counts of a measured ratio are cumulative since {@code deployedAt} here; the watch turns them into increments.
     *
     * @param deployedAt a span that is asked about never begins before it
     */
    Future<Outcome> ask(Instant deployedAt);
}
