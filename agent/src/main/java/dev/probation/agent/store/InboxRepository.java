package dev.probation.agent.store;

import java.time.Instant;
import java.util.List;

/** What other systems told. Blocks and throws as {@link Store} does. */
public interface InboxRepository {

    /** Whether one of these events was acted on in the last days. */
    boolean isSeen(String source, List<String> ids);

    /** Remembers for some days that these were acted on. */
    void see(String source, List<String> ids, Instant at);

    /** Keeps a group of alerts in place of what was kept of it; nothing where it is over. */
    void keep(AlertGroup group);

    /** The groups in which an alert is firing, or may be. */
    List<AlertGroup> alerts();
}
