package dev.probation.agent.store;

import java.util.Optional;

/** Settings of the agent itself that outlive it, by their keys. Blocks and throws as {@link Store} does. */
public interface AgentMemory {

    Optional<String> read(String key);

    void write(String key, String value);
}
