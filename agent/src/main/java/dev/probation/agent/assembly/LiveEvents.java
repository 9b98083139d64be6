package dev.probation.agent.assembly;

import dev.probation.agent.probe.FiringAlerts;
import dev.probation.agent.store.AlertGroup;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.webhook.EventSource;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What other systems told an agent, kept in its store; the alerts also at hand, for the probes. */
final class LiveEvents implements EventSource, Supplier<FiringAlerts> {

    private final StoreExecutor store;
    private final Time time;
    // written on the store's thread alone, after the store has it
    private volatile FiringAlerts firing = FiringAlerts.NONE;

    LiveEvents(StoreExecutor store, Time time) {
        this.store = store;
        this.time = time;
    }

    /** Takes up what was told before the agent began. */
    Future<Void> load() {
        return store.run(this::read);
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
    public Future<Void> hear(AlertGroup group, Map<String, Instant> ended) {
        return store.run(open -> {
            open.incoming().hear(group, ended);
            read(open);
        });
    }

    private void read(Store open) {
        List<FiringAlerts.Alert> alerts = new ArrayList<>();
        List<Instant> cutAt = new ArrayList<>();
        for (AlertGroup group : open.incoming().alerts()) {
            group.alerts().stream().map(LiveEvents::alert).forEach(alerts::add);
            if (group.missing() > 0) {
                cutAt.add(group.heardAt());
            }
        }
        firing = new FiringAlerts(alerts, cutAt);
    }

    private static FiringAlerts.Alert alert(AlertGroup.Alert alert) {
        return new FiringAlerts.Alert(
                alert.fingerprint(), alert.labels(), alert.since(), alert.until(), alert.heardAt());
    }

    @Override
    public FiringAlerts get() {
        return firing;
    }
}
