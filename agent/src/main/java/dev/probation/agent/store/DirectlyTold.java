package dev.probation.agent.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a receiver was told directly, before the store took them.
 *
 * @param ids of the messages
 * @param lead the first of those that were told as one, of which these may be a part; null where one was told alone
 * @param entry tells it in the journal
 */
public record DirectlyTold(List<String> ids, @Nullable String lead, JournalEntry entry) {

    public DirectlyTold {
        ids = List.copyOf(ids);
    }

    /** All that was told at once, the first one first. */
    public DirectlyTold(List<String> ids, JournalEntry entry) {
        this(ids, ids.size() > 1 ? ids.get(0) : null, entry);
    }

    /** What of it is not written yet. */
    public Optional<DirectlyTold> without(Set<String> written) {
        return those(id -> !written.contains(id));
    }

    /** What of it is among those that are written: each check's failure is written by itself. */
    public Optional<DirectlyTold> of(Set<String> written) {
        return those(written::contains);
    }

    private Optional<DirectlyTold> those(Predicate<String> which) {
        List<String> some = ids.stream().filter(which).toList();
        return some.isEmpty() ? Optional.empty() : Optional.of(new DirectlyTold(some, lead, entry));
    }
}
