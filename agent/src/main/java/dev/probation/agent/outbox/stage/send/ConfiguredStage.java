package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.stage.Stage;
import io.vertx.core.Future;

/** Refuses what is for a receiver that is configured no more. */
public final class ConfiguredStage implements Stage<Attempt> {

    @Override
    public Future<Attempt> run(Attempt attempt) {
        return Future.succeededFuture(
                attempt.receiver().isPresent()
                        ? attempt
                        : attempt.unsent(DeliveryFailure.REFUSED, "no receiver with this name is configured"));
    }
}
