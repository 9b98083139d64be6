package dev.probation.agent.watch.commit;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.rules.deployment.Deployment;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the store has taken of one deployment.
 *
 * @param view the deployment as this left it: nothing in it is not on disk
 * @param journal the entries that were written, in their order; none where samples alone were
 * @param messages those that were written for the outbox
 */
public record Committed(DeploymentView view, List<JournalEntry> journal, List<Message> messages) {

    public Committed {
        journal = List.copyOf(journal);
        messages = List.copyOf(messages);
    }

    /** This and a later one of the same deployment as one. */
    public Committed then(Committed later) {
        return new Committed(later.view, both(journal, later.journal), both(messages, later.messages));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    public Deployment deployment() {
        return view.stored().deployment();
    }
}
