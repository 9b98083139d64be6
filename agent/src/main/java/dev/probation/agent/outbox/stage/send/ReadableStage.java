package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.stage.Stage;
import io.vertx.core.Future;

/**
 * Refuses what another version of the agent wrote and this one cannot read: the next attempt would read it no better, it
 * must hold up nothing behind it, and people have to know of it.
 */
public final class ReadableStage implements Stage<Attempt> {

    @Override
    public Future<Attempt> run(Attempt attempt) {
        return Future.succeededFuture(attempt.batch()
                .unreadable()
                .map(why -> attempt.unsent(DeliveryFailure.OTHER, why))
                .orElse(attempt));
    }
}
