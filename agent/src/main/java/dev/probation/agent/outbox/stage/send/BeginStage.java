package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.store.OutboxRepository.Pending;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * Has it on disk that a rollback signal is about to be sent, so that an agent that was started anew knows that it may have been
 * taken; and refuses what may be done only once and was begun before.
 */
public final class BeginStage implements Stage<Attempt> {

    private final StoreExecutor store;
    private final Time time;

    public BeginStage(StoreExecutor store, Time time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        if (!attempt.to().isDeployer()) {
            return Future.succeededFuture(attempt);
        }
        boolean once = attempt.to().receiver().isOnce();
        return begin(attempt.lead()).map(begun -> begun || !once ? attempt : begunBefore(attempt));
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
