package dev.probation.agent.store.sql;

import dev.probation.agent.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Has an SQLite store give no journal, as where the disk cannot be read for a moment. */
public final class RefusedReads {

    private RefusedReads() {}

    /** From now on; nothing can be written to a journal either. */
    public static void begin(Store store) {
        run(store, "ALTER TABLE journal RENAME TO journal_away");
    }

    public static void end(Store store) {
        run(store, "ALTER TABLE journal_away RENAME TO journal");
    }

    private static void run(Store store, String sql) {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
