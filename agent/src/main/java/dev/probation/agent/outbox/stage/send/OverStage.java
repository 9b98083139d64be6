package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.outbox.stage.Stage;
import io.vertx.core.Future;

/** Has a message say that what it tells is over, also where that is known and not on disk yet. */
public final class OverStage implements Stage<Attempt> {

    private final KnownIncidents incidents;

    public OverStage(KnownIncidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        return Future.succeededFuture(attempt.of(attempt.batch().over(incidents::howOver)));
    }
}
