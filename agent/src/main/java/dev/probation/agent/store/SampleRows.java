package dev.probation.agent.store;

import dev.probation.agent.store.DeploymentRows.Written;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import dev.probation.rules.sample.Outcome.Measured;
import dev.probation.rules.sample.Outcome.NoData;
import dev.probation.rules.sample.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Raw samples, in the order they were written. */
final class SampleRows {

    private static final int MEASURED = 0;
    private static final int NO_DATA = 1;
    private static final int FAILED = 2;

    private static final String INSERT =
            "INSERT INTO sample (deployment, seq, at, check_id, kind, value, bad, total, cause, detail)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    static final String SINCE = "SELECT at, check_id, kind, value, bad, total, cause, detail FROM sample"
            + " WHERE deployment = ? AND seq > ? ORDER BY seq";
    static final String PIECE = "SELECT seq, at, check_id, kind, value, bad, total, cause, detail FROM sample"
            + " WHERE deployment = ? AND seq > ? ORDER BY seq LIMIT ?";
    static final String FIRST_KEPT =
            "SELECT seq FROM sample WHERE deployment = ? AND seq <= ? AND at >= ? ORDER BY seq LIMIT 1";
    static final String DELETE = "DELETE FROM sample WHERE deployment = ? AND seq < ?";

    private SampleRows() {}

    /** Writes samples that follow the {@code written} ones. */
    static void insert(Connection connection, long deployment, long written, List<Sample> samples) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            long seq = written;
            for (Sample sample : samples) {
                seq++;
                Sql.bind(statement, values(deployment, seq, sample));
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            if (counts.length != samples.size()) {
                throw new SQLException("wrote " + counts.length + " of " + samples.size() + " samples");
            }
        }
    }

    private static @Nullable Object[] values(long deployment, long seq, Sample sample) {
        long at = Sql.nanos(sample.at());
        String check = sample.check().value();
        Outcome outcome = sample.outcome();
        if (outcome instanceof Measured measured) {
            Long bad = measured.counts().map(Counts::bad).orElse(null);
            Long total = measured.counts().map(Counts::total).orElse(null);
            return row(deployment, seq, at, check, MEASURED, measured.value(), bad, total, null, measured.detail());
        }
        if (outcome instanceof Failed failed) {
            String cause = failed.cause().name();
            return row(deployment, seq, at, check, FAILED, null, null, null, cause, failed.detail());
        }
        return row(deployment, seq, at, check, NO_DATA, null, null, null, null, ((NoData) outcome).detail());
    }

    private static @Nullable Object[] row(@Nullable Object... columns) {
        return columns;
    }

    /** Hands over the samples with a higher {@code seq}. */
    static void since(Connection connection, long deployment, long seq, Consumer<Sample> to) throws SQLException {
        Sql.each(connection, SINCE, SampleRows::sample, to, deployment, seq);
    }

    /** At most {@code most} samples with a higher {@code seq}; they are dropped oldest first, so there is no gap between them. */
    static KeptSamples piece(Connection connection, Written written, long seq, int most) throws SQLException {
        List<Sample> samples = new ArrayList<>();
        long[] first = {written.samples() + 1};
        Sql.each(
                connection,
                PIECE,
                row -> {
                    first[0] = Math.min(first[0], row.getLong("seq"));
                    return sample(row);
                },
                samples::add,
                written.number(),
                seq,
                most);
        return new KeptSamples(written.samples(), first[0], samples);
    }

    private static Sample sample(ResultSet row) throws SQLException {
        return new Sample(Sql.instant(row.getLong("at")), new CheckId(row.getString("check_id")), outcome(row));
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        String detail = row.getString("detail");
        int kind = row.getInt("kind");
        if (kind == NO_DATA) {
            return new NoData(detail);
        }
        if (kind == FAILED) {
            return new Failed(cause(row.getString("cause")), detail);
        }
        double value = row.getDouble("value");
        long bad = row.getLong("bad");
        Optional<Counts> counts = row.wasNull() ? Optional.empty() : Optional.of(new Counts(bad, row.getLong("total")));
        return new Measured(value, counts, detail);
    }

    /** A cause that a newer program wrote is unknown to this one. */
    private static Cause cause(String name) {
        return Arrays.stream(Cause.values())
                .filter(cause -> cause.name().equals(name))
                .findFirst()
                .orElse(Cause.UNKNOWN);
    }

    /**
     * Drops the oldest up to the first one that is to be kept: the key's order is used, so that no index by time is
     * needed.
     *
     * @param covered the last that is in a snapshot
     */
    static void prune(Connection connection, long deployment, long covered, long before) throws SQLException {
        long kept = Sql.first(connection, FIRST_KEPT, row -> row.getLong(1), deployment, covered, before)
                .orElse(covered + 1);
        Sql.run(connection, DELETE, deployment, kept);
    }
}
