package dev.probation.agent.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What other systems told. Blocks and throws as {@link Store} does. */
public interface InboxRepository {

    /** Whether one of these events was acted on in the last days. */
    boolean isSeen(String source, List<String> ids);

    /** Remembers for some days that these were acted on. */
    void see(String source, List<String> ids, Instant at);

    /**
     * Takes what was said of a group of alerts.
     *
     * @param ended when those ended that are over, by fingerprint
     */
    void hear(AlertGroup group, Map<String, Instant> ended);

    /** The groups in which an alert is firing, or may be. */
    List<AlertGroup> alerts();
}
