package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.outbox.stage.select.BatchStage;
import dev.probation.agent.outbox.stage.select.MessageBatch;
import dev.probation.agent.store.StoreExecutor;
import io.vertx.core.Future;

/** Joins what is sent as one: a batch is one for good before it is sent, so that what is repeated is the same. */
public final class JoinStage implements Stage<Attempt> {

    private final StoreExecutor store;

    public JoinStage(StoreExecutor store) {
        this.store = store;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        MessageBatch batch = attempt.batch();
        // one that goes alone as well, lest it be told again with others under another id
        boolean isNew = attempt.receiver()
                .filter(receiver -> BatchStage.isBatched(batch.lead(), receiver))
                .isPresent();
        if (isNew) {
            return store.run(open -> open.outgoing().batch(batch.ids())).map(attempt);
        }
        if (!batch.lead().isBatchLead()) {
            return Future.succeededFuture(attempt);
        }
        return store.submit(
                        open -> open.outgoing().othersOf(batch.lead().message().id()))
                .map(others -> attempt.of(new MessageBatch(batch.lead(), others)));
    }
}
