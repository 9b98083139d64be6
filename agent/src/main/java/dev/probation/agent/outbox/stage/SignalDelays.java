package dev.probation.agent.outbox.stage;

import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why rollback signals were not accepted at once, as the journal tells it. */
public final class SignalDelays {

    public static final String MESSAGE = "message";
    public static final String REASON = "reason";

    /** A receiver that fails in another way each time is told of once a minute after so many. */
    private static final int MANY = 10;

    private static final Duration SPACING = Duration.ofMinutes(1);

    private SignalDelays() {}

    /** Why the last attempt to send a message failed, as far as the journal tells; empty where none did. */
    public static Optional<String> last(List<JournalEntry> journal, String message) {
        return of(journal, message)
                .reduce((before, last) -> last)
                .map(entry -> entry.data().getString(REASON));
    }

    /** Whether so much is told of a message that it is enough for now. */
    public static boolean areMany(List<JournalEntry> journal, String message, Instant now) {
        return of(journal, message).count() >= MANY
                && of(journal, message)
                        .anyMatch(entry -> entry.at().plus(SPACING).isAfter(now));
    }

    private static Stream<JournalEntry> of(List<JournalEntry> journal, String message) {
        return journal.stream()
                .filter(entry -> entry.kind() == Kind.ROLLBACK_SIGNAL_DELAYED)
                .filter(entry -> message.equals(entry.data().getString(MESSAGE)));
    }
}
