package dev.probation.agent.store;

import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * What the agent must not forget. Blocks: called on the agent's store thread only, never on an event loop.
 *
 * <p>Every method throws {@link StoreException} where the store cannot be read or written.
 */
public interface Store extends AutoCloseable {

    /**
     * Adds a deployment, with its first journal entries and messages.
     *
     * @return false where there is one with this id already; nothing is written then
     */
    boolean add(Deployment deployment, String fingerprint, Change first);

    /**
     * Writes a change whole or not at all. A change with a decision that the store has already, by its id, was written
     * before and changes nothing.
     *
     * @throws StoreException also where the deployment has another decision already
     */
    void write(Change change);

    /** How many samples of a deployment have been written since it began, those dropped since included. */
    long samplesWritten(String deployment);

    Optional<StoredDeployment> find(String deployment);

    /** The deployments that are still watched, oldest first. */
    List<StoredDeployment> open();

    /** The newest deployments first, of one service or of all. */
    List<StoredDeployment> newest(Optional<String> service, int limit);

    /** The deployments of which a rollback was decided at {@code from} or later, in the order of that. */
    List<StoredDeployment> decidedSince(Instant from);

    Optional<Change.Decision> decision(String deployment);

    Optional<JsonObject> snapshot(String deployment);

    List<JournalEntry> journal(String deployment);

    /** Raw samples written after the snapshot, in the order they were written. */
    List<Sample> samplesSinceSnapshot(String deployment);

    /** Raw samples still kept, in the order they were written; handed over one by one. */
    void samples(String deployment, Consumer<Sample> to);

    /**
     * A piece of the raw samples still kept, in the order they were written.
     *
     * @param after the number of the last one that is not wanted, 0 for all
     * @param most how many at once
     */
    KeptSamples samples(String deployment, long after, int most);

    /** The samples from before the deployment went live, in the order they were written, which are kept as long as it is. */
    List<Sample> baseline(String deployment);

    /** Raw samples still kept of {@code from} (inclusive) to {@code to} (exclusive), the newest first. */
    List<Sample> newestSamples(String deployment, Instant from, Instant to);

    /** Roll-ups of one check by the minute, oldest first. What is from before the deployment is in none. */
    List<Rollup> rollups(String deployment, CheckId check);

    /**
     * Drops raw samples older than {@code before}, once they are in a snapshot or their deployment has ended; but for those
     * from before the deployment.
     */
    void prune(Instant before);

    /** Why the store cannot be written now, and what to do; empty where it can. */
    Optional<String> writeProblem();

    /** A setting of the agent itself that outlives it, such as the last version seen of a service. */
    Optional<String> remembered(String key);

    void remember(String key, String value);

    /** What people are not told for a while. */
    SilenceRepository silences();

    /** What other systems told. */
    InboxRepository incoming();

    /** The messages on their way out. */
    OutboxRepository outgoing();

    /** For the durable scheduler, whose table is kept in this store. */
    DataSource dataSource();

    /** Frees the scheduled tasks that {@code worker} had begun when it died; to be called before it begins any. */
    void releaseTasks(String worker);

    @Override
    void close();
}
