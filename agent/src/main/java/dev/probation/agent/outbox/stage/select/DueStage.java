package dev.probation.agent.outbox.stage.select;

import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.store.StoreExecutor;
import io.vertx.core.Future;

/** Reads what may be tried now: the oldest message of each incident. */
public final class DueStage implements Stage<Selection> {

    private final StoreExecutor store;

    public DueStage(StoreExecutor store) {
        this.store = store;
    }

    @Override
    public Future<Selection> run(Selection selection) {
        return store.submit(open -> open.outgoing().due(selection.name(), selection.now()))
                .map(selection::withDue);
    }
}
