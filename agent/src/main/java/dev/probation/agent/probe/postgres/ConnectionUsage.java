package dev.probation.agent.probe.postgres;

import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import dev.probation.rules.sample.Outcome.Measured;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * How many connections are taken, and how many an application can have.
 *
 * @param used client backends, without the agent's own
 * @param usable max_connections less what is reserved
 * @param max max_connections
 * @param hidden rows that this role may not see into, which would make the count silently wrong
 */
record ConnectionUsage(long used, long usable, long max, long hidden) {

    private static final String QUERY = """
            SELECT count(*) FILTER (WHERE backend_type = 'client backend' AND application_name <> 'probation'),
                   count(*) FILTER (WHERE backend_type IS NULL),
                   current_setting('max_connections')::int,
                   current_setting('superuser_reserved_connections')::int
                     + coalesce(current_setting('reserved_connections', true), '0')::int
            FROM pg_stat_activity""";

    static ConnectionUsage read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            if (!row.next()) {
                throw new SQLException("expected one row of counts, but found none");
            }
            long max = row.getLong(3);
            return new ConnectionUsage(row.getLong(1), max - row.getLong(4), max, row.getLong(2));
        }
    }

    Measured measured(boolean asShare) {
        String detail = used + " of " + usable + " usable (max_connections " + max + ')';
        return Measured.of(asShare ? (double) used / usable : (double) used, detail);
    }

    /**
     * The server refuses connections because it is full: that is the breach itself. As a share it is all of it, known or
     * not; as a number it is the limit last seen, and only where none was ever seen there is no number to give.
     */
    static Outcome full(@Nullable ConnectionUsage lastSeen, boolean asShare) {
        String detail = lastSeen == null
                ? "the server is full: it takes no more connections"
                : "the server is full: all " + lastSeen.usable + " usable connections are taken (max_connections "
                        + lastSeen.max + ')';
        if (asShare) {
            return Measured.of(1.0, detail);
        }
        return lastSeen == null
                ? new Failed(
                        Cause.REJECTED,
                        detail + ", and its limit is not known yet; a limit in % counts this as a breach")
                : Measured.of((double) lastSeen.usable, detail);
    }
}
