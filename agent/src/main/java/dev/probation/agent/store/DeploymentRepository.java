package dev.probation.agent.store;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The deployments, with where each stands. Blocks and throws as {@link Store} does. */
public interface DeploymentRepository {

    Optional<StoredDeployment> find(String deployment);

    /** Those that are still watched, oldest first. */
    List<StoredDeployment> open();

    /** The newest first, of one service or of all. */
    List<StoredDeployment> newest(@Nullable String service, int limit);

    /** Those of which a rollback was decided at {@code from} or later, in the order of that. */
    List<StoredDeployment> decidedSince(Instant from);

    /**
     * Deletes a part, of some thousand rows at most, of what belongs to deployments that ended before {@code before}; but nothing of
     * the newest of each service, nor of one whose messages are on their way.
     *
     * @return whether there is more to delete
     */
    boolean deleteEnded(Instant before);

    Optional<Change.Decision> decision(String deployment);

    /** The judge's state that was written last. */
    Optional<JsonObject> snapshot(String deployment);
}
