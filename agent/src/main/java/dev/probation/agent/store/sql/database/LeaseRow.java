package dev.probation.agent.store.sql.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The row that says whose a PostgreSQL store is, over a connection of its own; all by the database's clock. Confined to one
 * thread, but for {@link #isLocked}.
 */
final class LeaseRow {

    /** How long a lease lasts without being renewed. */
    static final Duration TERM = Duration.ofSeconds(8);

    /** The one lease there is, on all of the store. */
    private static final String NAME = "store";

    /**
     * Given back, or run out. A server that was started anew leaves its holder a moment to renew it: that one has in memory what
     * happened meanwhile.
     */
    private static final String IS_FREE = "(held_until = '-infinity'"
            + " OR greatest(held_until, pg_postmaster_start_time() + interval '5 seconds') < clock_timestamp())";

    private static final String UNTIL = "clock_timestamp() + interval '" + TERM.toSeconds() + " seconds'";
    private static final String HOLDER = "SELECT owner FROM lease WHERE name = ?";
    private static final String TAKE = "UPDATE lease SET token = token + 1, owner = ?, held_until = " + UNTIL
            + " WHERE name = ? AND " + IS_FREE + " RETURNING token";
    private static final String RENEW = "UPDATE lease SET held_until = " + UNTIL + " WHERE name = ? AND token = ?";
    private static final String GIVE_BACK = "UPDATE lease SET held_until = '-infinity' WHERE name = ? AND token = ?";

    /**
     * The lock is of the kind that a renewal passes and a taking, which changes a key, waits for. A transaction whose agent is
     * stopped or cut off is ended by the server, since it would keep the lease from being taken.
     */
    private static final String LOCK = "SELECT set_config('idle_in_transaction_session_timeout', '5s', true) FROM lease"
            + " WHERE name = ? AND token = ? AND held_until > clock_timestamp() FOR KEY SHARE";

    /** SQLSTATE undefined_table. */
    private static final String NO_TABLE = "42P01";

    private static final Logger log = LoggerFactory.getLogger(LeaseRow.class);

    /** Opens a connection, which gives up soon. */
    interface Connector {
        Connection connect() throws SQLException;
    }

    private final Connector connector;
    private @Nullable Connection connection;

    LeaseRow(Connector connector) {
        this.connector = connector;
    }

    /** Who has it, where somebody has; nobody before the tables are there. Changes nothing. */
    Optional<String> heldBy() throws SQLException {
        try {
            return Sql.first(
                    connected(), HOLDER + " AND NOT " + IS_FREE, row -> String.valueOf(row.getString(1)), NAME);
        } catch (SQLException e) {
            disconnect();
            if (NO_TABLE.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Who had it last. */
    String holder() throws SQLException {
        return Sql.first(connected(), HOLDER, row -> String.valueOf(row.getString(1)), NAME)
                .orElse("unknown");
    }

    /** The token of whoever has it from now on; empty where another agent has it. */
    Optional<Long> take() throws SQLException {
        return Sql.first(connected(), TAKE, row -> row.getLong(1), StoreOwner.text(), NAME);
    }

    /** False where another agent has taken it. */
    boolean renew(long token) throws SQLException {
        return Sql.update(connected(), RENEW, NAME, token) == 1;
    }

    /** Once more where the connection may have been cut since it was last used: there is no later occasion. */
    void giveBack(long token) throws SQLException {
        try {
            Sql.run(connected(), GIVE_BACK, NAME, token);
        } catch (SQLException e) {
            disconnect();
            Sql.run(connected(), GIVE_BACK, NAME, token);
        }
    }

    /** Keeps it from being taken until the end of this transaction; false where it has run out or was taken. */
    static boolean isLocked(Connection writing, long token) throws SQLException {
        return Sql.first(writing, LOCK, row -> row.getString(1), NAME, token).isPresent();
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connector.connect();
            connection = open;
        }
        return open;
    }

    /** The next statement uses a new connection. */
    void disconnect() {
        Connection open = connection;
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            log.debug("lease's connection not closed cause={}", e.getMessage());
        }
    }
}
