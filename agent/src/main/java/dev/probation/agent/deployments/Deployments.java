package dev.probation.agent.deployments;

import dev.probation.rules.sample.Sample;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of and told to a running agent. Callable from any event loop; futures complete on the caller's
 * context.
 */
public interface Deployments {

    /**
     * Tells that a version went live, and begins to watch it. The same service, version and instant again is the same
     * deployment.
     *
     * @param deployedAt now where absent
     * @param rollback whether it is itself a rollback
     * @return the deployment; fails with {@link RefusedException} for an unknown service or an instant in the future
     */
    default Future<DeploymentView> announce(
            String service, String version, @Nullable Instant deployedAt, boolean rollback) {
        return announce(service, version, deployedAt, rollback, List.of());
    }

    /**
     * The same, with what was measured before.
     *
     * @param baseline samples of the service's checks from before {@code deployedAt}, in their order; a check that is in it is
     *     read nowhere else
     * @return fails with {@link RefusedException} also for a sample that is not from before, or of an unknown check
     */
    Future<DeploymentView> announce(
            String service, String version, @Nullable Instant deployedAt, boolean rollback, List<Sample> baseline);

    /** The deployment with this id as it is on disk, or empty. */
    Future<Optional<DeploymentView>> find(String id);

    /** The newest first, of one service or of all. */
    Future<List<DeploymentView>> newest(@Nullable String service, int limit);

    /** Ends the watching; fails with {@link RefusedException} where the deployment is unknown or has ended. */
    Future<DeploymentView> cancel(String id, String by, String reason);

    /** Has a deployment rolled back as a person; fails with {@link RefusedException} where it is already, or is a rollback. */
    Future<DeploymentView> rollback(String id, String by, String reason);

    /**
     * Approves a step of a rollback that waits for that, which has it started.
     *
     * @param receiver which; may be left out where one alone waits
     * @return fails with {@link RefusedException} where none waits, or it was approved before
     */
    Future<DeploymentView> approve(String id, @Nullable String receiver, String by);

    /** The deployer says that the earlier version is back. */
    Future<DeploymentView> confirmRollback(String id, String by);

    /** A person confirms a checklist item. */
    Future<DeploymentView> signOff(String id, String name, String by, String note);

    /** What to say where there is no such deployment. */
    static String unknown(String id) {
        return "there is no deployment \"" + id + "\"; \"probation status\" and GET /api/v1/deployments list them";
    }

    /** What was asked is not done; the message says what was expected and found. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** What kind of mistake it is. */
        public enum Reason {
            /** It could never be done. */
            INVALID,
            /** There is nothing of that name. */
            UNKNOWN,
            /** It does not fit the present state. */
            STATE
        }

        private final Reason reason;

        public RefusedException(String message, Reason reason) {
            super(message);
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }
    }
}
