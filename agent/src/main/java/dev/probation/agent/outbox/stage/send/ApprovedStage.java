package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import io.vertx.core.Future;

/**
 * Refuses a rollback signal to a receiver that needs a person's approval and has none: the signal was written before the
 * configuration asked for approval.
 */
public final class ApprovedStage implements Stage<Attempt> {

    private final StoreExecutor store;

    public ApprovedStage(StoreExecutor store) {
        this.store = store;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        if (!attempt.to().needsApproval()) {
            return Future.succeededFuture(attempt);
        }
        return store.submit(open -> isApproved(open, attempt.message()))
                .map(approved -> approved
                        ? attempt
                        : attempt.unsent(
                                DeliveryFailure.REFUSED,
                                "the configuration asks for a person's approval of this receiver now, and nobody had been"
                                        + " asked for it when the rollback was decided"));
    }

    private static boolean isApproved(Store open, Message message) {
        return open.journal().of(message.deployment()).stream()
                .anyMatch(entry -> entry.kind() == Kind.ROLLBACK_APPROVED
                        && message.receiver().equals(entry.data().getString("receiver")));
    }
}
