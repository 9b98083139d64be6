package dev.probation.agent.watch;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.rollback.CoolDown;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.watch.commit.Committed;
import dev.probation.rules.deployment.Deployment;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with the deployments that were open when the agent last stopped. Confined to the watch's event loop. */
final class ResumeDeployments {

    private static final Logger log = LoggerFactory.getLogger(ResumeDeployments.class);

    /** A silence shorter than this, as between two samples, is not worth a line in the report. */
    private static final Duration LEAST_GAP = Duration.ofSeconds(2);

    private final Config config;
    private final WatchContext context;
    private final OpenDeployments open;
    private final EndedDeployments ended;

    ResumeDeployments(Config config, WatchContext context, OpenDeployments open, EndedDeployments ended) {
        this.config = config;
        this.context = context;
        this.open = open;
        this.ended = ended;
    }

    private record Left(DeploymentConfig config, RestoredState state) {}

    /** What the store has of open deployments: those to go on with, and those that were ended now. */
    private record Found(List<Left> left, List<Committed> cancelled) {}

    /** Completes when all of them are watched again. */
    Future<Void> resume() {
        Instant now = context.time().now();
        return context.store()
                .submit(store -> CoolDown.read(store, config.rollback(), now))
                .onSuccess(rolledBack -> rolledBack.forEach(context.coolDown()::rolledBack))
                .compose(read -> context.store().submit(this::read))
                .map(found -> {
                    found.cancelled().forEach(context.commits()::publish);
                    found.left().forEach(this::resume);
                    return null;
                });
    }

    private Found read(Store store) {
        List<Left> left = new ArrayList<>();
        List<Committed> cancelled = new ArrayList<>();
        for (StoredDeployment stored : store.deployments().open()) {
            config.service(stored.deployment().service())
                    .map(service -> DeploymentConfig.of(config, service))
                    .ifPresentOrElse(
                            by -> left.add(new Left(by, RestoredState.read(store, stored, by))),
                            () -> cancelled.add(ended.cancelUnconfigured(store, stored)));
        }
        return new Found(left, cancelled);
    }

    private void resume(Left left) {
        Deployment deployment = left.state().stored().deployment();
        Instant lastSeen = left.state().lastSeen();
        context.time().notBefore(lastSeen);
        DeploymentWatch watch = new DeploymentWatch(context, left.config(), left.state());
        open.add(watch);
        Instant now = context.time().now();
        if (Duration.between(lastSeen, now).compareTo(LEAST_GAP) > 0) {
            watch.note(JournalEntries.gap(lastSeen, now, "the agent was not running"));
        }
        watch.leave(left.state().unconfigured(left.config()));
        watch.agreeOnUnmeasured(
                JournalEntries.unmeasured(left.state().journal()).keySet());
        log.info("deployment resumed deployment={} lastSample={}", deployment.id(), lastSeen);
        watch.goOn();
    }
}
