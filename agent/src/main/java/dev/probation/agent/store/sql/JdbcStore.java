package dev.probation.agent.store.sql;

import dev.probation.agent.store.AgentMemory;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.DeploymentRepository;
import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.InboxRepository;
import dev.probation.agent.store.JournalRepository;
import dev.probation.agent.store.Lease;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.SampleRepository;
import dev.probation.agent.store.SilenceRepository;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.sql.DeploymentTable.Written;
import dev.probation.agent.store.sql.database.Database;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.agent.store.sql.database.Transactions;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** The store over JDBC; what databases differ in is in {@link Database}. */
final class JdbcStore implements Store {

    private final Database database;
    private final Transactions transactions;
    private final StoredDeployments deployments;
    private final StoredSamples samples;
    private final JournalTable journal;
    private final SilenceTable silences;
    private final InboxTable incoming;
    private final OutboxTable outgoing;
    private final MemoryTable memory;

    JdbcStore(Database database) {
        this.database = database;
        this.transactions = new Transactions(database);
        this.deployments = new StoredDeployments(database, transactions);
        this.samples = new StoredSamples(transactions);
        this.journal = new JournalTable(transactions);
        this.silences = new SilenceTable(transactions);
        this.incoming = new InboxTable(transactions);
        this.outgoing = new OutboxTable(transactions);
        this.memory = new MemoryTable(transactions);
    }

    @Override
    public boolean add(Deployment deployment, String fingerprint, Change first) {
        return transactions.write(connection -> {
            boolean added = DeploymentTable.insert(connection, deployment, fingerprint);
            if (added) {
                write(connection, first);
            }
            return added;
        });
    }

    @Override
    public void write(Change change, List<DirectlyTold> told) {
        transactions.run(connection -> {
            write(connection, change);
            for (DirectlyTold each : told) {
                OutboxTable.settle(connection, each);
            }
        });
    }

    private static void write(Connection connection, Change change) throws SQLException {
        if (DecisionTable.isWritten(connection, change)) {
            return;
        }
        Written before = DeploymentTable.reserve(
                connection,
                change.deployment(),
                change.samples().size(),
                change.journal().size());
        if (!change.samples().isEmpty()) {
            samples(connection, before, change.samples());
        }
        JournalTable.append(connection, before, change.journal());
        if (change.decision().isPresent()) {
            DecisionTable.insert(connection, before.number(), change.decision().orElseThrow());
        }
        OutboxTable.insert(connection, change.messages());
        if (change.snapshot().isPresent()) {
            long covered = before.samples() + change.covered();
            SnapshotTable.write(
                    connection, before.number(), covered, change.snapshot().orElseThrow());
        }
        if (change.phase().isPresent()) {
            DeploymentTable.enter(
                    connection,
                    before.number(),
                    change.phase().orElseThrow(),
                    change.endedAt().orElse(null));
        }
    }

    /** What is from before the deployment is no part of how it does, so it is in no roll-up. */
    private static void samples(Connection connection, Written before, List<Sample> samples) throws SQLException {
        SampleTable.insert(connection, before.number(), before.samples(), samples);
        int baseline = before.baselineOf(samples);
        if (baseline > 0) {
            DeploymentTable.extendBaseline(connection, before.number(), baseline);
        }
        RollupTable.add(connection, before.number(), samples.subList(baseline, samples.size()));
    }

    @Override
    public DeploymentRepository deployments() {
        return deployments;
    }

    @Override
    public SampleRepository samples() {
        return samples;
    }

    @Override
    public JournalRepository journal() {
        return journal;
    }

    @Override
    public SilenceRepository silences() {
        return silences;
    }

    @Override
    public InboxRepository incoming() {
        return incoming;
    }

    @Override
    public OutboxRepository outgoing() {
        return outgoing;
    }

    @Override
    public AgentMemory memory() {
        return memory;
    }

    @Override
    public Optional<String> writeProblem() {
        try {
            memory.write("agent.writable", "yes");
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Lease lease() {
        return database.lease();
    }

    @Override
    public DataSource dataSource() {
        return database.connections();
    }

    /** By a version of their own, as whoever had begun them may be alive and note their end yet. */
    @Override
    public void releaseTasks() {
        transactions.run(connection -> Sql.run(
                connection,
                "UPDATE scheduled_tasks SET picked = ?, picked_by = NULL, last_heartbeat = NULL, version = version + 1"
                        + " WHERE picked = ?",
                false,
                true));
    }

    private record Begun(String task, long version, Instant heard) {}

    @Override
    public void releaseLostTasks(String worker, Instant unheardSince, Set<String> atWork) {
        transactions.run(connection -> {
            List<Begun> begun = Sql.all(
                    connection,
                    "SELECT task_instance, version, last_heartbeat FROM scheduled_tasks"
                            + " WHERE picked = ? AND picked_by = ? AND last_heartbeat IS NOT NULL",
                    row -> new Begun(
                            row.getString("task_instance"),
                            row.getLong("version"),
                            row.getTimestamp("last_heartbeat").toInstant()),
                    true,
                    worker);
            for (Begun task : begun) {
                if (task.heard().isBefore(unheardSince) && !atWork.contains(task.task())) {
                    Sql.run(
                            connection,
                            "UPDATE scheduled_tasks SET picked = ?, picked_by = NULL, last_heartbeat = NULL"
                                    + " WHERE task_instance = ? AND version = ?",
                            false,
                            task.task(),
                            task.version());
                }
            }
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
