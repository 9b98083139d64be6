package dev.probation.agent.store.sql;

import dev.probation.agent.store.Rollup;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome.Failed;
import dev.probation.rules.sample.Outcome.Measured;
import dev.probation.rules.sample.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Samples by the minute, kept up in the transaction that writes the samples. */
final class RollupTable {

    private static final String UPSERT = """
            INSERT INTO rollup (deployment, check_id, minute, samples, measured, failed, bad, total,
                min_value, max_value, sum_value, last_value)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (deployment, check_id, minute) DO UPDATE SET
                samples = rollup.samples + excluded.samples,
                measured = rollup.measured + excluded.measured,
                failed = rollup.failed + excluded.failed,
                bad = rollup.bad + excluded.bad,
                total = rollup.total + excluded.total,
                min_value = CASE WHEN rollup.min_value IS NULL OR excluded.min_value < rollup.min_value
                    THEN excluded.min_value ELSE rollup.min_value END,
                max_value = CASE WHEN rollup.max_value IS NULL OR excluded.max_value > rollup.max_value
                    THEN excluded.max_value ELSE rollup.max_value END,
                sum_value = rollup.sum_value + excluded.sum_value,
                last_value = COALESCE(excluded.last_value, rollup.last_value)
            """;
    static final String SELECT = "SELECT minute, samples, measured, failed, bad, total, min_value, max_value,"
            + " sum_value, last_value FROM rollup WHERE deployment = ? AND check_id = ? ORDER BY minute";

    private RollupTable() {}

    private record Key(CheckId check, Instant minute) {}

    /** The samples of one check and minute in this transaction. */
    private static final class Sum {
        private long samples;
        private long measured;
        private long failed;
        private long bad;
        private long total;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double sum;
        private double last;

        void add(Sample sample) {
            samples++;
            if (sample.outcome() instanceof Failed) {
                failed++;
            }
            if (sample.outcome() instanceof Measured measuredOne) {
                add(measuredOne);
            }
        }

        private void add(Measured one) {
            measured++;
            bad += one.counts().map(Counts::bad).orElse(0L);
            total += one.counts().map(Counts::total).orElse(0L);
            min = Math.min(min, one.value());
            max = Math.max(max, one.value());
            sum += one.value();
            last = one.value();
        }

        @Nullable
        Double ifMeasured(double value) {
            return measured == 0 ? null : value;
        }
    }

    static void add(Connection connection, long deployment, List<Sample> samples) throws SQLException {
        Map<Key, Sum> sums = new LinkedHashMap<>();
        for (Sample sample : samples) {
            Key key = new Key(sample.check(), sample.at().truncatedTo(ChronoUnit.MINUTES));
            sums.computeIfAbsent(key, added -> new Sum()).add(sample);
        }
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
                bind(statement, deployment, entry.getKey(), entry.getValue());
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            if (counts.length != sums.size()) {
                throw new SQLException("wrote " + counts.length + " of " + sums.size() + " roll-ups");
            }
        }
    }

    private static void bind(PreparedStatement statement, long deployment, Key key, Sum sum) throws SQLException {
        Sql.bind(
                statement,
                deployment,
                key.check().value(),
                Sql.nanos(key.minute()),
                sum.samples,
                sum.measured,
                sum.failed,
                sum.bad,
                sum.total,
                sum.ifMeasured(sum.min),
                sum.ifMeasured(sum.max),
                sum.sum,
                sum.ifMeasured(sum.last));
    }

    static List<Rollup> of(Connection connection, long deployment, CheckId check) throws SQLException {
        return Sql.all(connection, SELECT, RollupTable::rollup, deployment, check.value());
    }

    private static Rollup rollup(ResultSet row) throws SQLException {
        return new Rollup(
                Sql.instant(row.getLong("minute")),
                row.getLong("samples"),
                row.getLong("measured"),
                row.getLong("failed"),
                row.getLong("bad"),
                row.getLong("total"),
                orNaN(row, "min_value"),
                orNaN(row, "max_value"),
                row.getLong("measured") == 0 ? Double.NaN : row.getDouble("sum_value"),
                orNaN(row, "last_value"));
    }

    private static double orNaN(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }
}
