package dev.probation.agent.watch.commit;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Rollback;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.window.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the store has taken of one deployment, and how that left it: nothing in it is not on disk. It has no windows, since
 * their sentences cost too much for what is written each second.
 *
 * @param verdict the worst of the windows so far
 * @param journal the entries that were written, in their order; none where samples alone were
 * @param messages those that were written for the outbox
 */
public record Committed(
        StoredDeployment stored,
        Verdict verdict,
        Optional<Rollback> rollback,
        List<JournalEntry> journal,
        List<Message> messages) {

    public Committed {
        journal = List.copyOf(journal);
        messages = List.copyOf(messages);
    }

    public static Committed of(DeploymentView view, List<JournalEntry> journal, List<Message> messages) {
        return new Committed(view.stored(), view.verdict(), view.rollback(), journal, messages);
    }

    /** The same state, with what was written. */
    public Committed with(List<JournalEntry> entries, List<Message> told) {
        return new Committed(stored, verdict, rollback, entries, told);
    }

    /** This and a later one of the same deployment as one. */
    public Committed then(Committed later) {
        return later.with(both(journal, later.journal), both(messages, later.messages));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    public Deployment deployment() {
        return stored.deployment();
    }
}
