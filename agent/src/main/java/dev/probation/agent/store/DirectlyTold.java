package dev.probation.agent.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Messages that a receiver was told directly, before the store took them.
 *
 * @param ids of the messages, the lead of the batch first
 * @param entry tells it in the journal
 */
public record DirectlyTold(List<String> ids, JournalEntry entry) {

    public DirectlyTold {
        ids = List.copyOf(ids);
    }

    /** What of it is among those that are written. */
    public Optional<DirectlyTold> of(Set<String> written) {
        List<String> here = ids.stream().filter(written::contains).toList();
        return here.isEmpty() ? Optional.empty() : Optional.of(new DirectlyTold(here, entry));
    }
}
