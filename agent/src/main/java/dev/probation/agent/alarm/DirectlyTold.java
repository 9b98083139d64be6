package dev.probation.agent.alarm;

import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was delivered directly.
 *
 * @param ids of the messages, the lead of the batch first
 * @param entry tells it in the journal
 */
record DirectlyTold(List<String> ids, JournalEntry entry) {

    private static final Logger log = LoggerFactory.getLogger(DirectlyTold.class);

    DirectlyTold {
        ids = List.copyOf(ids);
    }

    /** Has the outbox take them for delivered. One that cannot be settled is sent again, under its own id. */
    void settle(OutboxRepository outgoing) {
        try {
            if (ids.size() > 1) {
                outgoing.batch(ids);
            }
            outgoing.settle(ids.get(0), entry, null, List.of());
        } catch (StoreException e) {
            log.warn("message will be delivered again message={} cause={}", ids.get(0), e.getMessage());
        }
    }

    /** What of it is among those that were written. */
    Optional<DirectlyTold> of(Set<String> written) {
        List<String> here = ids.stream().filter(written::contains).toList();
        return here.isEmpty() ? Optional.empty() : Optional.of(new DirectlyTold(here, entry));
    }
}
