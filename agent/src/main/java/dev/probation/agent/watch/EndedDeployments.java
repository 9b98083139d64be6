package dev.probation.agent.watch;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.rollback.RollbackState;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.watch.commit.Committed;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deployments as the store knows them, from which those that have ended are shown. */
final class EndedDeployments {

    private final Config config;
    private final WatchContext context;

    /** @param config by which they are shown, though they may have been judged by an earlier one */
    EndedDeployments(Config config, WatchContext context) {
        this.config = config;
        this.context = context;
    }

    Future<Optional<DeploymentView>> find(String id) {
        Instant now = context.time().now();
        return context.store().submit(store -> store.deployments().find(id).map(stored -> view(store, stored, now)));
    }

    Future<List<DeploymentView>> newest(@Nullable String service, int limit) {
        Instant now = context.time().now();
        return context.store()
                .submit(store -> store.deployments().newest(service, limit).stream()
                        .map(stored -> view(store, stored, now))
                        .toList());
    }

    private DeploymentView view(Store store, StoredDeployment stored, Instant now) {
        String id = stored.deployment().id();
        List<JournalEntry> journal = store.journal().of(id);
        List<WindowVerdict> windows = journal.stream()
                .filter(entry -> entry.kind() == JournalEntry.Kind.WINDOW_ENDED)
                .map(entry -> WindowJson.read(entry.data().getJsonObject("window")))
                .toList();
        Optional<RollbackState> rollback =
                store.deployments().decision(id).map(made -> RollbackState.of(made, journal, config.rollback()));
        Verdict worst = windows.stream().map(WindowVerdict::verdict).reduce(Verdict.RUNNING, Verdict::worse);
        return new DeploymentView(
                stored,
                stored.endedAt().orElse(now),
                rollback.isPresent() ? Verdict.FAIL : worst,
                windows,
                new SignOffs(items(stored), journal).view(),
                rollback.map(known -> known.view(config.rollback(), rto(stored).orElse(null), null)));
    }

    private Optional<Duration> rto(StoredDeployment stored) {
        return config.service(stored.deployment().service()).flatMap(ServiceConfig::rto);
    }

    private List<SignOffConfig> items(StoredDeployment stored) {
        return config.service(stored.deployment().service())
                .map(ServiceConfig::signOffs)
                .orElse(List.of());
    }

    /** Ends a deployment whose service is no longer configured. */
    Committed cancelUnconfigured(Store store, StoredDeployment stored) {
        Instant now = context.time().now();
        JournalEntry entry = JournalEntries.ended(
                now, Phase.CANCELLED, "service " + stored.deployment().service() + " is no longer configured");
        store.write(new Change(
                stored.deployment().id(),
                List.of(),
                List.of(entry),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Phase.CANCELLED)));
        return Committed.of(view(store, stored.ended(Phase.CANCELLED, now), now), List.of(entry), List.of());
    }
}
