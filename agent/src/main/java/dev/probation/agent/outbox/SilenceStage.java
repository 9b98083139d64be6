package dev.probation.agent.outbox;

import dev.probation.agent.store.StoreExecutor;
import io.vertx.core.Future;

/** Keeps from people what a silence covers; nobody silences a deployer. */
final class SilenceStage implements Stage<Selection> {

    private final StoreExecutor store;

    SilenceStage(StoreExecutor store) {
        this.store = store;
    }

    @Override
    public Future<Selection> run(Selection selection) {
        boolean toPeople =
                selection.receiver().filter(receiver -> !receiver.isDeployer()).isPresent();
        return toPeople
                ? store.submit(open -> SilenceFilter.audible(open, selection)).map(selection::withDue)
                : Future.succeededFuture(selection);
    }
}
