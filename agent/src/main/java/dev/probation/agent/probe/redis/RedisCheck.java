package dev.probation.agent.probe.redis;

import dev.probation.agent.config.ProbeSettings;

/**
 * What is asked of a Redis server.
 *
 * @param asShare the value is a share of the natural limit, since the expectation is in percent
 */
public record RedisCheck(Measure measure, boolean asShare) implements ProbeSettings {

    /** What is measured. */
    public enum Measure {
        /** Memory used, less what is not counted for eviction, against maxmemory. */
        MEMORY
    }

    @Override
    public boolean isWorseWhenLarger() {
        return true;
    }
}
