package dev.probation.agent.probe.postgres;

import dev.probation.agent.config.ProbeSettings;

/**
 * What is asked of a PostgreSQL server.
 *
 * @param asShare the value is a share of the natural limit, since the expectation is in percent
 */
public record PostgresCheck(Measure measure, boolean asShare) implements ProbeSettings {

    /** What is measured. */
    public enum Measure {
        /** Client backends, against max_connections less the reserved ones. */
        CONNECTIONS
    }

    @Override
    public boolean isWorseWhenLarger() {
        return true;
    }
}
