package dev.probation.agent.watch;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.notification.DeploymentNotices;
import dev.probation.agent.notification.RollbackNotices;
import dev.probation.agent.rollback.RollbackEnding;
import dev.probation.agent.rollback.RollbackState;
import dev.probation.agent.rollback.RollbackStep;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.watch.commit.Committed;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        Optional<RollbackState> rollback = rollback(store, stored, journal);
        // where the service was no longer configured, nobody could end the window that ran
        Verdict least = stored.phase() == Phase.CANCELLED ? Verdict.INCONCLUSIVE : Verdict.RUNNING;
        Verdict worst = windows.stream().map(WindowVerdict::verdict).reduce(least, Verdict::worse);
        return new DeploymentView(
                        stored,
                        stored.endedAt().orElse(now),
                        rollback.isPresent() ? Verdict.FAIL : worst,
                        windows,
                        new SignOffs(items(stored), journal).view(),
                        rollback.map(known ->
                                known.view(config.rollback(), rto(stored).orElse(null), null)))
                .withVersionProblem(JournalEntries.versionProblem(journal).orElse(null))
                .withUnmeasured(JournalEntries.unmeasured(journal));
    }

    private Optional<RollbackState> rollback(Store store, StoredDeployment stored, List<JournalEntry> journal) {
        return store.deployments()
                .decision(stored.deployment().id())
                .map(made -> RollbackState.of(made, journal, config.rollback()));
    }

    private Optional<Duration> rto(StoredDeployment stored) {
        return config.service(stored.deployment().service()).flatMap(ServiceConfig::rto);
    }

    private List<SignOffConfig> items(StoredDeployment stored) {
        return config.service(stored.deployment().service())
                .map(ServiceConfig::signOffs)
                .orElse(List.of());
    }

    /**
     * Ends a deployment whose service is no longer configured: its rollback is left to people, and the incidents that they
     * were told of are closed, as at any end.
     */
    Committed cancelUnconfigured(Store store, StoredDeployment stored) {
        Instant now = context.time().now();
        String name = stored.deployment().service();
        String reason = "service " + name + " is no longer configured";
        DeploymentConfig nothing =
                DeploymentConfig.of(config, new ServiceConfig(name, Optional.empty(), List.of(), List.of()));
        List<JournalEntry> before = store.journal().of(stored.deployment().id());
        DeploymentNotices notices = new DeploymentNotices(
                nothing, stored.deployment(), JournalEntries.previous(before).orElse(null));
        RollbackNotices rollback = new RollbackNotices(config.rollback(), stored.deployment(), notices);
        RollbackStep left = rollback(store, stored, before)
                .map(last -> new RollbackEnding(last, rollback).abandoned(reason, now))
                .orElse(RollbackStep.NONE);
        List<JournalEntry> journal = new ArrayList<>(left.journal());
        journal.add(JournalEntries.ended(now, Phase.CANCELLED, reason));
        List<Message> messages = new ArrayList<>(left.messages());
        messages.addAll(notices.ended(
                JournalEntries.failing(before),
                JournalEntries.isBlind(before),
                JournalEntries.unmeasured(before).keySet(),
                JournalEntries.versionProblem(before).isPresent(),
                now));
        store.write(new Change(
                stored.deployment().id(),
                List.of(),
                journal,
                messages,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Phase.CANCELLED)));
        return Committed.of(view(store, stored.ended(Phase.CANCELLED, now), now), journal, messages);
    }
}
