package dev.probation.agent.assembly;

import dev.probation.agent.probe.FiringAlerts;
import dev.probation.agent.store.AlertGroup;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.webhook.EventSource;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What other systems told an agent, kept in its store; the alerts also at hand, for the probes. */
final class LiveEvents implements EventSource, Supplier<FiringAlerts> {

    private final StoreExecutor store;
    private final Time time;
    private final KeptAlerts kept;
    // written on the store's thread alone, after the store has it
    private volatile FiringAlerts firing = FiringAlerts.NONE;
    // what was heard last: in a storm one group at a time is before the store, and a decision waits for no more than
    // that
    private Future<Void> heard = Future.succeededFuture();

    /** @param asked whether some check asks for an alert */
    LiveEvents(StoreExecutor store, Time time, Predicate<FiringAlerts.Alert> asked) {
        this.store = store;
        this.time = time;
        this.kept = new KeptAlerts(asked);
    }

    /** Takes up what was told before the agent began. */
    Future<Void> load() {
        return store.run(open -> {
            open.incoming().alerts().forEach(group -> kept.put(kept.next(group, Map.of())));
            firing = kept.firing();
        });
    }

    @Override
    public Future<Boolean> isSeen(String source, List<String> ids) {
        return store.submit(open -> open.incoming().isSeen(source, ids));
    }

    @Override
    public Future<Void> see(String source, List<String> ids) {
        Instant now = time.now();
        return store.run(open -> open.incoming().see(source, ids, now));
    }

    @Override
    public synchronized Future<Void> hear(AlertGroup group, Map<String, Instant> ended) {
        heard = heard.otherwiseEmpty().compose(earlier -> store.run(open -> hear(open, group, ended)));
        return heard;
    }

    private void hear(Store open, AlertGroup group, Map<String, Instant> ended) {
        AlertGroup next = kept.next(group, ended);
        open.incoming().keep(next);
        kept.put(next);
        firing = kept.firing();
    }

    @Override
    public FiringAlerts get() {
        return firing;
    }
}
