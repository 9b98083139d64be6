package dev.probation.rules.deployment;

import java.time.Instant;

/**
 * One version of a service going live at an instant.
 *
 * @param id unique over all services, made by the agent; letters, digits and dashes
 * @param announcedAt when it was told; what is known of the time before was read afterwards, and decides nothing by itself
 * @param rollback whether this deployment is itself a rollback, which is never rolled back in turn
 */
public record Deployment(
        String id, String service, String version, Instant deployedAt, Instant announcedAt, boolean rollback) {

    public Deployment {
        if (announcedAt.isBefore(deployedAt)) {
            throw new IllegalArgumentException("a deployment must not be announced before it went live, but " + id
                    + " was at " + announcedAt + ", live at " + deployedAt);
        }
    }
}
