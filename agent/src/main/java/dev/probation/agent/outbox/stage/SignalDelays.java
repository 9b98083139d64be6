package dev.probation.agent.outbox.stage;

import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import java.util.List;
import java.util.Optional;

/** Why rollback signals were not accepted at once, as the journal tells it. */
public final class SignalDelays {

    public static final String MESSAGE = "message";
    public static final String REASON = "reason";

    private SignalDelays() {}

    /** Why the last attempt to send a message failed; empty where none did. */
    public static Optional<String> last(List<JournalEntry> journal, String message) {
        return journal.stream()
                .filter(entry -> entry.kind() == Kind.ROLLBACK_SIGNAL_DELAYED)
                .filter(entry -> message.equals(entry.data().getString(MESSAGE)))
                .reduce((before, last) -> last)
                .map(entry -> entry.data().getString(REASON));
    }
}
