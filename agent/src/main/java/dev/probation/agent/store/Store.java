package dev.probation.agent.store;

import dev.probation.rules.deployment.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * What the agent must not forget: a repository for each part of it, and the changes of deployments that concern several of
 * them at once. Blocks: called on the agent's store thread only, never on an event loop.
 *
 * <p>Every method, those of the repositories included, throws {@link StoreException} where the store cannot be read or
 * written.
 */
public interface Store extends AutoCloseable {

    /**
     * Adds a deployment, with its first journal entries and messages.
     *
     * @return false where there is one with this id already; nothing is written then
     */
    boolean add(Deployment deployment, String fingerprint, Change first);

    /** As {@link #write(Change, List)}, where nobody was told of it before. */
    default void write(Change change) {
        write(change, List.of());
    }

    /**
     * Writes a change whole or not at all. A change with a decision that the store has already, by its id, was written
     * before and changes nothing.
     *
     * @param told what was told of its messages already, which the outbox takes for delivered with the same transaction
     * @throws StoreException also where the deployment has another decision already
     */
    void write(Change change, List<DirectlyTold> told);

    DeploymentRepository deployments();

    SampleRepository samples();

    JournalRepository journal();

    /** What people are not told for a while. */
    SilenceRepository silences();

    /** What other systems told. */
    InboxRepository incoming();

    /** The messages on their way out. */
    OutboxRepository outgoing();

    AgentMemory memory();

    /** Why the store cannot be written now, and what to do; empty where it can. */
    Optional<String> writeProblem();

    /** Whose it is. */
    Lease lease();

    /** For the durable scheduler, whose table is kept in this store. */
    DataSource dataSource();

    /** Frees the scheduled tasks that whoever had the store before had begun; to be called before any is begun. */
    void releaseTasks();

    /**
     * Frees those that {@code worker} has lost, as the store was away when they ended.
     *
     * @param unheardSince none with a sign of life after this is lost
     * @param atWork those that it is busy with
     */
    void releaseLostTasks(String worker, Instant unheardSince, Set<String> atWork);

    @Override
    void close();
}
