package dev.probation.agent.store;

import dev.probation.rules.deployment.Deployment;
import java.time.Instant;
import java.util.Optional;

/**
 * A deployment with where it stands.
 *
 * @param endedAt absent while it is watched
 * @param fingerprint of the configuration that it is judged by
 */
public record StoredDeployment(Deployment deployment, Phase phase, Optional<Instant> endedAt, String fingerprint) {

    /** Where a deployment stands. */
    public enum Phase {
        /** Watched through its windows. */
        WATCHING,
        /** A rollback was decided and is being followed. */
        ROLLING_BACK,
        /** All windows ended. */
        FINISHED,
        /** A newer deployment of the service took its place. */
        SUPERSEDED,
        /** A person ended it. */
        CANCELLED,
        /** Rolled back, and the checks that decided are good again. */
        ROLLED_BACK,
        /** The rollback did not help in time. */
        NOT_RECOVERED;

        public boolean isOpen() {
            return this == WATCHING || this == ROLLING_BACK;
        }
    }

    /** The same in another open phase. */
    public StoredDeployment in(Phase next) {
        return new StoredDeployment(deployment, next, endedAt, fingerprint);
    }

    /** The same, ended. */
    public StoredDeployment ended(Phase last, Instant at) {
        return new StoredDeployment(deployment, last, Optional.of(at), fingerprint);
    }
}
