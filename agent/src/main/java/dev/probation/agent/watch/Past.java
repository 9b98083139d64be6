package dev.probation.agent.watch;

import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.journal.Journals;
import dev.probation.agent.rollback.RollbackFollow;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.Journal;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deployments as the store knows them, from which those that have ended are shown. */
final class Past {

    private final Parts parts;

    Past(Parts parts) {
        this.parts = parts;
    }

    Future<Optional<DeploymentView>> find(String id) {
        Instant now = parts.time().now();
        return parts.store().submit(store -> store.find(id).map(stored -> view(store, stored, now)));
    }

    Future<List<DeploymentView>> newest(Optional<String> service, int limit) {
        Instant now = parts.time().now();
        return parts.store()
                .submit(store -> store.newest(service, limit).stream()
                        .map(stored -> view(store, stored, now))
                        .toList());
    }

    private DeploymentView view(Store store, StoredDeployment stored, Instant now) {
        String id = stored.deployment().id();
        List<Journal> journal = store.journal(id);
        List<WindowVerdict> windows = journal.stream()
                .filter(entry -> entry.kind() == Journal.Kind.WINDOW_ENDED)
                .map(entry -> WindowJson.read(entry.data().getJsonObject("window")))
                .toList();
        Optional<RollbackFollow> rollback = store.decision(id)
                .map(made -> RollbackFollow.of(made, journal, parts.config().rollback()));
        Verdict worst = windows.stream().map(WindowVerdict::verdict).reduce(Verdict.RUNNING, Verdict::worse);
        return new DeploymentView(
                stored,
                stored.endedAt().orElse(now),
                rollback.isPresent() ? Verdict.FAIL : worst,
                windows,
                new SignOffs(items(stored), journal).view(),
                rollback.map(known -> known.view(parts.config().rollback(), rto(stored), Optional.empty())));
    }

    private Optional<Duration> rto(StoredDeployment stored) {
        return parts.config().service(stored.deployment().service()).flatMap(ServiceConfig::rto);
    }

    private List<SignOffConfig> items(StoredDeployment stored) {
        return parts.config()
                .service(stored.deployment().service())
                .map(ServiceConfig::signOffs)
                .orElse(List.of());
    }

    /** Ends a deployment whose service is no longer configured. */
    Change unconfigured(StoredDeployment stored) {
        Journal ended = Journals.ended(
                parts.time().now(),
                Phase.CANCELLED,
                "service " + stored.deployment().service() + " is no longer configured");
        return new Change(
                stored.deployment().id(),
                List.of(),
                List.of(ended),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Phase.CANCELLED));
    }
}
