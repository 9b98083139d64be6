package dev.probation.agent.store.sql;

import dev.probation.agent.store.KeptSamples;
import dev.probation.agent.store.sql.DeploymentTable.Written;
import dev.probation.agent.store.sql.database.Sql;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Raw samples, in the order they were written. */
final class SampleTable {

    private static final int MEASURED = 0;
    private static final int NO_DATA = 1;

    /** In place of a failure's cause: of no data, that nothing happened. */
    private static final String IDLE = "IDLE";

    private static final int FAILED = 2;

    private static final String INSERT =
            "INSERT INTO sample (deployment, seq, at, check_id, kind, value, bad, total, cause, detail)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    static final String SINCE = "SELECT at, check_id, kind, value, bad, total, cause, detail FROM sample"
            + " WHERE deployment = ? AND seq > ? ORDER BY seq";
    static final String PIECE = "SELECT seq, at, check_id, kind, value, bad, total, cause, detail FROM sample"
            + " WHERE deployment = ? AND seq > ? ORDER BY seq LIMIT ?";
    static final String BASELINE = "SELECT at, check_id, kind, value, bad, total, cause, detail FROM sample"
            + " WHERE deployment = ? AND seq <= ? ORDER BY seq";
    static final String NEWEST = "SELECT seq, at, check_id, kind, value, bad, total, cause, detail FROM sample"
            + " WHERE deployment = ? AND seq < ? ORDER BY seq DESC LIMIT ?";
    static final String FIRST_AFTER = "SELECT seq FROM sample WHERE deployment = ? AND seq > ? ORDER BY seq LIMIT 1";
    static final String FIRST_KEPT =
            "SELECT seq FROM sample WHERE deployment = ? AND seq > ? AND seq <= ? AND at >= ? ORDER BY seq LIMIT 1";
    static final String DELETE = "DELETE FROM sample WHERE deployment = ? AND seq > ? AND seq < ?";

    /** What is read at once on the way back from the newest. */
    private static final int NEWEST_AT_ONCE = 2_000;

    private SampleTable() {}

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
        NoData nothing = (NoData) outcome;
        String cause = nothing.idle() ? IDLE : null;
        return row(deployment, seq, at, check, NO_DATA, null, null, null, cause, nothing.detail());
    }

    private static @Nullable Object[] row(@Nullable Object... columns) {
        return columns;
    }

    /** Hands over the samples with a higher {@code seq}. */
    static void since(Connection connection, long deployment, long seq, Consumer<Sample> to) throws SQLException {
        Sql.each(connection, SINCE, SampleTable::sample, to, deployment, seq);
    }

    static List<Sample> baseline(Connection connection, Written written) throws SQLException {
        return Sql.all(connection, BASELINE, SampleTable::sample, written.number(), written.baseline());
    }

    private record Row(long seq, Sample sample) {}

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getLong("seq"), sample(row));
    }

    /** Backwards from the newest until one is older, since there is no index by time. */
    static List<Sample> newest(Connection connection, Written written, Instant from, Instant to) throws SQLException {
        List<Sample> found = new ArrayList<>();
        long below = written.samples() + 1;
        while (true) {
            List<Row> rows = Sql.all(connection, NEWEST, SampleTable::row, written.number(), below, NEWEST_AT_ONCE);
            for (Row row : rows) {
                if (row.sample().at().isBefore(from)) {
                    return found;
                }
                if (row.sample().at().isBefore(to)) {
                    found.add(row.sample());
                }
                below = row.seq();
            }
            if (rows.size() < NEWEST_AT_ONCE) {
                return found;
            }
        }
    }

    /**
     * At most {@code most} samples with a higher {@code seq}. The baseline is kept, and what follows is dropped oldest first,
     * so that there is one gap at most, which a piece ends before.
     */
    static KeptSamples piece(Connection connection, Written written, long seq, int most) throws SQLException {
        List<Row> rows = Sql.all(connection, PIECE, SampleTable::row, written.number(), seq, most);
        long first = rows.isEmpty() ? written.samples() + 1 : rows.get(0).seq();
        List<Sample> samples = new ArrayList<>();
        for (Row row : rows) {
            if (row.seq() == first + samples.size()) {
                samples.add(row.sample());
            }
        }
        long last = first + samples.size() - 1;
        return new KeptSamples(written.samples(), first, samples, droppedAfter(connection, written, last));
    }

    private static long droppedAfter(Connection connection, Written written, long last) throws SQLException {
        if (last > written.baseline()) {
            return 0;
        }
        long next = Sql.first(connection, FIRST_AFTER, row -> row.getLong(1), written.number(), written.baseline())
                .orElse(written.samples() + 1);
        return next - written.baseline() - 1;
    }

    private static Sample sample(ResultSet row) throws SQLException {
        return new Sample(Sql.instant(row.getLong("at")), new CheckId(row.getString("check_id")), outcome(row));
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        String detail = row.getString("detail");
        int kind = row.getInt("kind");
        if (kind == NO_DATA) {
            return new NoData(detail, IDLE.equals(row.getString("cause")));
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
     * Drops the oldest after the baseline, up to the first one that is to be kept: the key's order is used, so that no index
     * by time is needed.
     *
     * @param baseline the last of the baseline, which is kept
     * @param covered the last that is in a snapshot
     */
    static void prune(Connection connection, long deployment, long baseline, long covered, long before)
            throws SQLException {
        long kept = Sql.first(connection, FIRST_KEPT, row -> row.getLong(1), deployment, baseline, covered, before)
                .orElse(covered + 1);
        Sql.run(connection, DELETE, deployment, baseline, kept);
    }
}
