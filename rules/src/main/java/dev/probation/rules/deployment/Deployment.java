package dev.probation.rules.deployment;

import java.time.Instant;

/**
 * One version of a service going live at an instant.
 *
 * @param id unique over all services, made by the agent; letters, digits and dashes
 * @param rollback whether this deployment is itself a rollback, which is never rolled back in turn
 */
public record Deployment(String id, String service, String version, Instant deployedAt, boolean rollback) {}
