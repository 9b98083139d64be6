package dev.probation.agent.rollback;

import dev.probation.agent.store.Journal;
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
public record Move(List<Journal> journal, List<Message> messages, Optional<Phase> phase, String reason) {

    public Move {
        journal = List.copyOf(journal);
        messages = List.copyOf(messages);
    }

    static Move of(Journal entry, List<Message> messages) {
        return new Move(List.of(entry), messages, Optional.empty(), "");
    }

    static Move entering(Phase phase, Journal entry, List<Message> messages) {
        return new Move(List.of(entry), messages, Optional.of(phase), "");
    }

    static Move last(List<Journal> journal, List<Message> messages, Phase end, String reason) {
        return new Move(journal, messages, Optional.of(end), reason);
    }
}
