package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.store.OutboxRepository.Pending;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import java.time.Instant;

/** Has it on disk that what may be done only once is begun, and refuses what was begun before. */
public final class BeginOnceStage implements Stage<Attempt> {

    private final StoreExecutor store;
    private final Time time;

    public BeginOnceStage(StoreExecutor store, Time time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        return attempt.to().receiver().isOnce()
                ? begin(attempt.lead()).map(begun -> begun ? attempt : begunBefore(attempt))
                : Future.succeededFuture(attempt);
    }

    private Future<Boolean> begin(Pending pending) {
        Instant now = time.now();
        return pending.started()
                ? Future.succeededFuture(false)
                : store.submit(open -> open.outgoing().start(pending.message().id(), now));
    }

    private static Attempt begunBefore(Attempt attempt) {
        return attempt.refused(
                DeliveryFailure.OUTCOME_UNKNOWN,
                "the agent stopped while it was running: outcome unknown; it will not be started again");
    }
}
