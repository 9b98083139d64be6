package dev.probation.agent.store;

import java.util.List;

/** What happened to deployments. Blocks and throws as {@link Store} does. */
public interface JournalRepository {

    /** All that happened to a deployment, in the order of writing. */
    List<JournalEntry> of(String deployment);
}
