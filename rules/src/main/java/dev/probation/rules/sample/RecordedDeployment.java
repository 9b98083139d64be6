package dev.probation.rules.sample;

import java.time.Instant;

/** The deployment that a recording's first line names. */
public record RecordedDeployment(String service, String version, Instant deployedAt, boolean rollback) {}
