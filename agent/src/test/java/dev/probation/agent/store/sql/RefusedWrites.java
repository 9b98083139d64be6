package dev.probation.agent.store.sql;

import dev.probation.agent.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Has an SQLite store refuse whatever is written of a deployment that it knows, as a full disk does. */
public final class RefusedWrites {

    private RefusedWrites() {}

    /** From now on, also for whoever opens the store later; the reason given is "away". */
    public static void begin(Store store) {
        run(store, "CREATE TRIGGER away BEFORE UPDATE ON deployment BEGIN SELECT RAISE(ABORT, 'away'); END");
    }

    public static void end(Store store) {
        run(store, "DROP TRIGGER away");
    }

    static void run(Store store, String sql) {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
