package dev.probation.agent.watch;

import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.deployments.Checklists;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.rollback.RollbackStart;
import dev.probation.agent.rollback.RollbackState;
import dev.probation.agent.snapshot.SnapshotJson;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A deployment as it was left, or as it begins.
 *
 * @param lastSeen the newest instant that was judged
 */
record RestoredState(
        StoredDeployment stored,
        Judge judge,
        Optional<RollbackState> rollback,
        List<JournalEntry> journal,
        Instant lastSeen) {

    static RestoredState begin(Deployment deployment, DeploymentConfig config, List<JournalEntry> journal) {
        StoredDeployment stored =
                new StoredDeployment(deployment, Phase.WATCHING, Optional.empty(), config.fingerprint());
        Judge judge = new Judge(deployment, Checklists.of(config));
        return new RestoredState(stored, judge, Optional.empty(), journal, deployment.deployedAt());
    }

    /**
     * Reads a deployment from the store: the last snapshot, and the samples since, judged again. What they brought about
     * is in the journal already, since it was written with them.
     */
    static RestoredState read(Store store, StoredDeployment stored, DeploymentConfig config) {
        Deployment deployment = stored.deployment();
        Checklist checklist = Checklists.of(config);
        Judge judge = store.deployments()
                .snapshot(deployment.id())
                .map(json -> new Judge(deployment, checklist, SnapshotJson.read(json, baselines(store, deployment))))
                .orElseGet(() -> new Judge(deployment, checklist));
        Set<CheckId> known =
                checklist.checks().stream().map(check -> check.id()).collect(Collectors.toSet());
        Instant lastSeen = judge.snapshot().now();
        for (Sample sample : store.samples().sinceSnapshot(deployment.id())) {
            if (known.contains(sample.check())) {
                List<Event> unusedKnown = judge.judge(sample);
            }
            lastSeen = sample.at().isAfter(lastSeen) ? sample.at() : lastSeen;
        }
        List<JournalEntry> journal = store.journal().of(deployment.id());
        Optional<RollbackState> rollback = store.deployments()
                .decision(deployment.id())
                .map(decision -> RollbackState.of(decision, journal, config.rollback()));
        return new RestoredState(stored, judge, rollback, journal, lastSeen);
    }

    /** Where its rollback stands. */
    RollbackStart rollbackStart() {
        return new RollbackStart(stored.deployment(), judge, journal, rollback);
    }

    /** The checks that people were told are failing, and that are configured no more. */
    List<CheckId> unconfigured(DeploymentConfig config) {
        Set<CheckId> known = config.service().checks().stream()
                .map(check -> check.rule().id())
                .collect(Collectors.toSet());
        return JournalEntries.failing(journal).stream()
                .filter(check -> !known.contains(check))
                .toList();
    }

    private static Map<CheckId, List<Sample>> baselines(Store store, Deployment deployment) {
        return store.samples().baseline(deployment.id()).stream().collect(Collectors.groupingBy(Sample::check));
    }
}
