package dev.probation.agent.outbox.stage.select;

import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.store.StoreExecutor;
import io.vertx.core.Future;

/** Keeps from people what a silence covers; nobody silences a deployer. */
public final class SilenceStage implements Stage<Selection> {

    private final StoreExecutor store;

    public SilenceStage(StoreExecutor store) {
        this.store = store;
    }

    @Override
    public Future<Selection> run(Selection selection) {
        boolean toPeople =
                selection.receiver().filter(receiver -> !receiver.isDeployer()).isPresent();
        return toPeople && !selection.due().isEmpty()
                ? store.submit(open -> SilenceFilter.audible(open, selection)).map(selection::withDue)
                : Future.succeededFuture(selection);
    }
}
