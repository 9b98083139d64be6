package dev.probation.agent.store.sql;

import dev.probation.agent.store.KeptSamples;
import dev.probation.agent.store.Rollup;
import dev.probation.agent.store.SampleRepository;
import dev.probation.agent.store.sql.DeploymentTable.Written;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.agent.store.sql.database.Transactions;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads samples and their roll-ups, and drops those that are old. */
final class StoredSamples implements SampleRepository {

    private static final String PRUNABLE =
            "SELECT d.number, d.baseline, CASE WHEN d.ended_at IS NULL THEN COALESCE(s.seq, 0) ELSE d.samples END AS covered"
                    + " FROM deployment d LEFT JOIN snapshot s ON s.deployment = d.number"
                    + " WHERE EXISTS (SELECT 1 FROM sample r WHERE r.deployment = d.number AND r.seq > d.baseline)";

    private final Transactions transactions;

    StoredSamples(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public long written(String deployment) {
        return transactions
                .read(connection -> DeploymentTable.written(connection, deployment))
                .map(Written::samples)
                .orElse(0L);
    }

    @Override
    public List<Sample> sinceSnapshot(String deployment) {
        List<Sample> samples = new ArrayList<>();
        transactions.run(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            if (written.isPresent()) {
                long number = written.orElseThrow().number();
                SampleTable.since(connection, number, SnapshotTable.covered(connection, number), samples::add);
            }
        });
        return samples;
    }

    @Override
    public void each(String deployment, Consumer<Sample> to) {
        transactions.run(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            if (written.isPresent()) {
                SampleTable.since(connection, written.orElseThrow().number(), 0, to);
            }
        });
    }

    @Override
    public KeptSamples piece(String deployment, long after, int most) {
        return transactions.write(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            return written.isPresent()
                    ? SampleTable.piece(connection, written.orElseThrow(), after, most)
                    : new KeptSamples(0, 1, List.of(), 0);
        });
    }

    @Override
    public List<Sample> baseline(String deployment) {
        return transactions.read(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            return written.isEmpty() ? List.of() : SampleTable.baseline(connection, written.orElseThrow());
        });
    }

    @Override
    public List<Sample> newest(String deployment, Instant from, Instant to) {
        return transactions.read(connection -> {
            Optional<Written> written = DeploymentTable.written(connection, deployment);
            return written.isEmpty() ? List.of() : SampleTable.newest(connection, written.orElseThrow(), from, to);
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
}
