package dev.probation.agent.probe.postgres;

import dev.probation.rules.sample.Outcome.Measured;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many connections are taken, and how many an application can have.
 *
 * @param server client backends, against max_connections less what is reserved
 * @param narrower the limits of the database, and of the roles that others use in it
 * @param max max_connections
 * @param hidden rows that this role may not see into, which would make the count silently wrong
 * @param role of this session; a pooler may have chosen it
 * @param shared whether others use that role, too
 */
record ConnectionUsage(
        ConnectionLimit server, List<ConnectionLimit> narrower, long max, long hidden, String role, boolean shared) {

    /** A limit of one is left out, since that is a lock rather than a limit. */
    private static final String QUERY = """
            WITH client AS (
              SELECT pid, datid, usesysid, backend_type IS NULL AS hidden,
                     pid <> pg_backend_pid() AND application_name <> 'probation' AS other
              FROM pg_stat_activity
              WHERE backend_type = 'client backend' OR backend_type IS NULL)
            SELECT 'SERVER' AS of, '' AS owner, count(*) AS taken, count(*) FILTER (WHERE other) AS used,
                   current_setting('max_connections')::bigint
                     - current_setting('superuser_reserved_connections')::bigint
                     - coalesce(current_setting('reserved_connections', true), '0')::bigint AS most,
                   current_setting('max_connections')::bigint AS max, count(*) FILTER (WHERE hidden) AS hidden,
                   session_user AS role,
                   coalesce(bool_or(other AND usesysid = (SELECT oid FROM pg_roles WHERE rolname = session_user)), false)
                     AS shared
            FROM client
            UNION ALL
            SELECT 'DATABASE', 'database "' || datname || '"', count(pid), count(pid) FILTER (WHERE other), datconnlimit, 0, 0, '',
                   false
            FROM pg_database LEFT JOIN client ON datid = pg_database.oid
            WHERE datname = current_database() AND datconnlimit > 1
            GROUP BY datname, datconnlimit
            UNION ALL
            SELECT 'ROLE', 'role "' || rolname || '"', count(*), count(*) FILTER (WHERE other), rolconnlimit, 0, 0, '', false
            FROM pg_roles JOIN client ON usesysid = pg_roles.oid
            WHERE rolconnlimit > 1 AND NOT rolsuper
            GROUP BY rolname, rolconnlimit
            HAVING bool_or(other AND datid = (SELECT oid FROM pg_database WHERE datname = current_database()))""";

    ConnectionUsage {
        narrower = List.copyOf(narrower);
    }

    /** @param within what the server ends the question after */
    static ConnectionUsage read(Connection connection, Duration within) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = rows(statement, message(within))) {
            if (!rows.next()) {
                throw new SQLException("expected rows of counts, but found none");
            }
            ConnectionLimit server = limit(rows);
            long max = rows.getLong("max");
            long hidden = rows.getLong("hidden");
            String role = rows.getString("role");
            boolean shared = rows.getBoolean("shared");
            List<ConnectionLimit> narrower = new ArrayList<>();
            while (rows.next()) {
                narrower.add(limit(rows));
            }
            return new ConnectionUsage(server, narrower, max, hidden, role, shared);
        }
    }

    /**
     * One message of several statements, which is a transaction of its own: what it sets ends with it, also where it fails, and
     * none is left open if this process is stopped in between. A pooler takes it in any mode, where it may refuse BEGIN.
     */
    private static String message(Duration within) {
        return "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = " + within.toMillis() + "; " + QUERY;
    }

    /** The result of the one statement that has rows. */
    private static ResultSet rows(Statement statement, String text) throws SQLException {
        boolean found = statement.execute(text);
        while (!found) {
            if (statement.getUpdateCount() < 0) {
                throw new SQLException("expected rows of counts, but found no result");
            }
            found = statement.getMoreResults();
        }
        return statement.getResultSet();
    }

    private static ConnectionLimit limit(ResultSet row) throws SQLException {
        return new ConnectionLimit(
                ConnectionLimit.Of.valueOf(row.getString("of")),
                row.getString("owner"),
                row.getLong("taken"),
                row.getLong("used"),
                row.getLong("most"),
                false);
    }

    /** The same, where it is known how many connections the roles usually have. */
    ConnectionUsage knowing(UsualConnections usual) {
        return new ConnectionUsage(server, usual.next(narrower), max, hidden, role, shared);
    }

    /** Whether the role of this session has a pool that leaves no place for this agent. */
    boolean isOwnRoleFull() {
        String own = "role \"" + role + '"';
        return narrower.stream().anyMatch(limit -> limit.owner().equals(own) && limit.isFullPool());
    }

    /** What is left for the application is what the limit leaves of which most is used, a role's pool left out. */
    Measured measured(boolean asShare) {
        ConnectionLimit tightest = Stream.concat(
                        Stream.of(server), narrower.stream().filter(limit -> !limit.isPool()))
                .max(Comparator.comparingDouble(ConnectionLimit::share))
                .orElseThrow();
        String detail = words() + words(tightest) + pools(tightest);
        if (asShare) {
            return Measured.of(tightest.share(), detail);
        }
        return Measured.of((double) (tightest.isReached() ? server.most() : server.used()), detail);
    }

    private String words() {
        return server.used() + " of " + server.most() + " usable (max_connections " + max + ')';
    }

    private String pools(ConnectionLimit tightest) {
        return narrower.stream()
                .filter(limit -> limit.isPool() && limit.share() > tightest.share())
                .map(limit -> ", " + limit.owner() + ' ' + limit.used() + " of " + limit.most() + " as usual")
                .collect(Collectors.joining());
    }

    private String words(ConnectionLimit tightest) {
        String narrow = tightest.equals(server)
                ? ""
                : ", " + tightest.owner() + ' ' + tightest.used() + " of " + tightest.most();
        return narrow + (tightest.isReached() ? ", and no other can be opened" : "");
    }
}
