package dev.probation.rules.sample;

import java.time.Instant;

/**
 * The deployment that a recording's first line names.
 *
 * @param announcedAt when its agent was told of it, {@code deployedAt} where the line does not say
 */
public record RecordedDeployment(
        String service, String version, Instant deployedAt, Instant announcedAt, boolean rollback) {}
