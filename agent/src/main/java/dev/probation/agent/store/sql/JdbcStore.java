package dev.probation.agent.store.sql;

import dev.probation.agent.store.Change;
import dev.probation.agent.store.InboxRepository;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.KeptSamples;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.Rollup;
import dev.probation.agent.store.SilenceRepository;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.sql.DeploymentTable.Written;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The store over JDBC; what databases differ in is in {@link Database}. */
final class JdbcStore implements Store {

    private static final String PRUNABLE =
            "SELECT d.number, d.baseline, CASE WHEN d.ended_at IS NULL THEN COALESCE(s.seq, 0) ELSE d.samples END AS covered"
                    + " FROM deployment d LEFT JOIN snapshot s ON s.deployment = d.number"
                    + " WHERE EXISTS (SELECT 1 FROM sample r WHERE r.deployment = d.number AND r.seq > d.baseline)";

    private final Database database;
    private final Transactions transactions;
    private final OutboxTable outgoing;
    private final SilenceTable silences;
    private final InboxTable incoming;

    JdbcStore(Database database) {
        this.database = database;
        this.transactions = new Transactions(database);
        this.outgoing = new OutboxTable(transactions);
        this.silences = new SilenceTable(transactions);
        this.incoming = new InboxTable(transactions);
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
    public void write(Change change) {
        transactions.run(connection -> write(connection, change));
    }

    private static void write(Connection connection, Change change) throws SQLException {
        if (change.decision().isPresent()
                && isWritten(connection, change.deployment(), change.decision().orElseThrow())) {
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
            decide(connection, before.number(), change.decision().orElseThrow());
        }
        OutboxTable.insert(connection, change.messages());
        if (change.snapshot().isPresent()) {
            long covered = before.samples() + change.samples().size();
            snapshot(connection, before.number(), covered, change.snapshot().orElseThrow());
        }
        if (change.phase().isPresent()) {
            DeploymentTable.enter(connection, before.number(), change.phase().orElseThrow(), change.endedAt());
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

    /**
     * Whether this very change is in the store: its writer was told of an error after the store had taken it, and tries
     * again.
     */
    private static boolean isWritten(Connection connection, String deployment, Change.Decision decision)
            throws SQLException {
        Optional<Change.Decision> there = decision(connection, deployment);
        if (there.isPresent() && !there.orElseThrow().id().equals(decision.id())) {
            throw new StoreException("deployment " + deployment
                    + " has a rollback decision already, and never gets another; nothing of this change was written");
        }
        return there.isPresent();
    }

    private static void decide(Connection connection, long number, Change.Decision decision) throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO decision (deployment, id, at, check_id, reason) VALUES (?, ?, ?, ?, ?)",
                number,
                decision.id(),
                Sql.nanos(decision.at()),
                decision.check(),
                decision.reason());
    }

    private static void snapshot(Connection connection, long number, long covered, JsonObject state)
            throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO snapshot (deployment, seq, state) VALUES (?, ?, ?)"
                        + " ON CONFLICT (deployment) DO UPDATE SET seq = excluded.seq, state = excluded.state",
                number,
                covered,
                state.encode());
    }

    @Override
    public long samplesWritten(String deployment) {
        return transactions
                .read(connection -> DeploymentTable.written(connection, deployment))
                .map(Written::samples)
                .orElse(0L);
    }

    @Override
    public Optional<StoredDeployment> find(String deployment) {
        return transactions.read(connection -> DeploymentTable.find(connection, deployment));
    }

    @Override
    public List<StoredDeployment> open() {
        return transactions.read(DeploymentTable::open);
    }

    @Override
    public List<StoredDeployment> newest(Optional<String> service, int limit) {
        return transactions.read(connection -> DeploymentTable.newest(connection, service, limit));
    }

    @Override
    public List<StoredDeployment> decidedSince(Instant from) {
        return transactions.read(connection -> DeploymentTable.decidedSince(connection, from));
    }

    @Override
    public Optional<Change.Decision> decision(String deployment) {
        return transactions.read(connection -> decision(connection, deployment));
    }

    private static Optional<Change.Decision> decision(Connection connection, String deployment) throws SQLException {
        return Sql.first(
                connection,
                "SELECT c.id, c.at, c.check_id, c.reason FROM decision c"
                        + " JOIN deployment d ON d.number = c.deployment WHERE d.id = ?",
                row -> new Change.Decision(
                        row.getString(1), Sql.instant(row.getLong(2)), row.getString(3), row.getString(4)),
                deployment);
    }

    @Override
    public Optional<JsonObject> snapshot(String deployment) {
        return transactions.read(connection -> Sql.first(
                connection,
                "SELECT s.state FROM snapshot s JOIN deployment d ON d.number = s.deployment WHERE d.id = ?",
                row -> new JsonObject(row.getString(1)),
                deployment));
    }

    @Override
    public List<JournalEntry> journal(String deployment) {
        return transactions.read(connection -> JournalTable.of(connection, deployment));
    }

    @Override
    public List<Sample> samplesSinceSnapshot(String deployment) {
        List<Sample> samples = new ArrayList<>();
        transactions.run(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            if (written.isPresent()) {
                long number = written.orElseThrow().number();
                SampleTable.since(connection, number, covered(connection, number), samples::add);
            }
        });
        return samples;
    }

    @Override
    public List<Sample> baseline(String deployment) {
        return transactions.read(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            return written.isEmpty() ? List.of() : SampleTable.baseline(connection, written.orElseThrow());
        });
    }

    @Override
    public List<Sample> newestSamples(String deployment, Instant from, Instant to) {
        return transactions.read(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            return written.isEmpty() ? List.of() : SampleTable.newest(connection, written.orElseThrow(), from, to);
        });
    }

    private static long covered(Connection connection, long number) throws SQLException {
        return Sql.first(connection, "SELECT seq FROM snapshot WHERE deployment = ?", row -> row.getLong(1), number)
                .orElse(0L);
    }

    @Override
    public void samples(String deployment, Consumer<Sample> to) {
        transactions.run(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            if (written.isPresent()) {
                SampleTable.since(connection, written.orElseThrow().number(), 0, to);
            }
        });
    }

    @Override
    public KeptSamples samples(String deployment, long after, int most) {
        return transactions.write(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            return written.isPresent()
                    ? SampleTable.piece(connection, written.orElseThrow(), after, most)
                    : new KeptSamples(0, 1, List.of(), 0);
        });
    }

    @Override
    public List<Rollup> rollups(String deployment, CheckId check) {
        return transactions.read(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            return written.isEmpty()
                    ? List.of()
                    : RollupTable.of(connection, written.orElseThrow().number(), check);
        });
    }

    private record Prunable(long deployment, long baseline, long covered) {}

    @Override
    public void prune(Instant before) {
        List<Prunable> prunable = transactions.read(connection -> Sql.all(
                connection,
                PRUNABLE,
                row -> new Prunable(row.getLong("number"), row.getLong("baseline"), row.getLong("covered"))));
        for (Prunable each : prunable) {
            transactions.run(connection -> SampleTable.prune(
                    connection, each.deployment(), each.baseline(), each.covered(), Sql.nanos(before)));
        }
    }

    @Override
    public Optional<String> writeProblem() {
        try {
            remember("agent.writable", "yes");
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<String> remembered(String key) {
        return transactions.read(connection ->
                Sql.first(connection, "SELECT value FROM remembered WHERE name = ?", row -> row.getString(1), key));
    }

    @Override
    public void remember(String key, String value) {
        transactions.run(connection -> Sql.run(
                connection,
                "INSERT INTO remembered (name, value) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                key,
                value));
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
    public DataSource dataSource() {
        return database.connections();
    }

    @Override
    public void releaseTasks(String worker) {
        String left = "UPDATE scheduled_tasks SET picked = ?, picked_by = NULL, last_heartbeat = NULL WHERE picked = ?";
        transactions.run(connection -> {
            if (database.isExclusive()) {
                Sql.run(connection, left, false, true);
            } else {
                Sql.run(connection, left + " AND picked_by = ?", false, true, worker);
            }
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
