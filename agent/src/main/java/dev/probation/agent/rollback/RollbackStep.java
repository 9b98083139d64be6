package dev.probation.agent.rollback;

import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment.Phase;
import java.util.List;
import java.util.Optional;

/**
 * One step of a rollback: what is written, who is told, and where the deployment stands after it.
 *
 * @param phase the one that it enters, if another
 * @param reason why it ends, where it does
 */
public record RollbackStep(List<JournalEntry> journal, List<Message> messages, Optional<Phase> phase, String reason) {

    public static final RollbackStep NONE = new RollbackStep(List.of(), List.of(), Optional.empty(), "");

    public RollbackStep {
        journal = List.copyOf(journal);
        messages = List.copyOf(messages);
    }

    static RollbackStep of(JournalEntry entry, List<Message> messages) {
        return new RollbackStep(List.of(entry), messages, Optional.empty(), "");
    }

    static RollbackStep entering(Phase phase, JournalEntry entry, List<Message> messages) {
        return new RollbackStep(List.of(entry), messages, Optional.of(phase), "");
    }

    static RollbackStep last(List<JournalEntry> journal, List<Message> messages, Phase end, String reason) {
        return new RollbackStep(journal, messages, Optional.of(end), reason);
    }
}
