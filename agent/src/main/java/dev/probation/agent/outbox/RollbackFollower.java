package dev.probation.agent.outbox;

import io.vertx.core.Future;

/** Who follows the rollbacks whose signals the outbox sends. */
@FunctionalInterface
public interface RollbackFollower {

    /**
     * A signal of a deployment's rollback was taken, is delayed, or will never be taken, and that is on disk; on any thread.
     */
    void signalled(String deployment);

    /** Whether a deployment has ended, though that may not be on disk yet; callable from any thread. */
    default Future<Boolean> hasEnded(String deployment) {
        return Future.succeededFuture(false);
    }
}
