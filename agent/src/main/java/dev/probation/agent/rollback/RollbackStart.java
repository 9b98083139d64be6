package dev.probation.agent.rollback;

import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.store.JournalEntry;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Judge;
import java.util.List;
import java.util.Optional;

/**
 * What the rollback procedure of a deployment begins with, or goes on with after a restart.
 *
 * @param journal what happened to the deployment so far
 * @param rollback empty where none was decided
 */
public record RollbackStart(
        Deployment deployment, Judge judge, List<JournalEntry> journal, Optional<RollbackState> rollback) {

    public RollbackStart {
        journal = List.copyOf(journal);
    }

    /** The version that ran before, where it is known. */
    Optional<String> earlierVersion() {
        return JournalEntries.previous(journal);
    }

    /** Whether the deployment's own version was read. */
    boolean isVersionRead() {
        return JournalEntries.isVersionRead(journal);
    }
}
