package dev.probation.agent.config;

import java.util.List;

/** How one kind of target is reached; each probe package has its own. */
public interface TargetSettings {

    /** Where it is reached over the network; nowhere where it tells by itself. */
    default List<Endpoint> endpoints() {
        return List.of();
    }
}
