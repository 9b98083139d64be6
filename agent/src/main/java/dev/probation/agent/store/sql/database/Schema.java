package dev.probation.agent.store.sql.database;

import dev.probation.agent.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The version of the tables. Looked up cheaply first: the migrator costs half a second and its memory. */
public final class Schema {

    /** The newest migration there is. */
    static final int VERSION = 10;

    /** Flyway's own table. */
    static final String HISTORY = "flyway_schema_history";

    private Schema() {}

    /** Makes the database this agent's as well, before anything is changed that another agent may be at work on. */
    public static void takeUpToDate(Database database) {
        int found = version(database);
        if (found > VERSION) {
            throw new StoreException("store " + database.name() + " has schema version " + found
                    + ", and this program knows versions up to " + VERSION
                    + "; run the newer program that wrote it, or give this one another store");
        }
        if (found < database.takenSince()) {
            Migrator.migrate(database);
        }
        database.take();
        if (version(database) < VERSION) {
            Migrator.migrate(database);
        }
    }

    /** 0 where there is no schema yet. */
    public static int version(Database database) {
        try (Connection connection = database.connections().getConnection()) {
            if (!hasHistory(connection)) {
                return 0;
            }
            return Sql.first(
                            connection,
                            "SELECT version FROM " + HISTORY + " WHERE success ORDER BY installed_rank DESC LIMIT 1",
                            row -> Integer.parseInt(row.getString(1)))
                    .orElse(0);
        } catch (SQLException e) {
            throw new StoreException(
                    "store " + database.name() + ": its schema cannot be read: " + database.explain(e), e);
        }
    }

    private static boolean hasHistory(Connection connection) throws SQLException {
        try (ResultSet tables =
                connection.getMetaData().getTables(null, connection.getSchema(), HISTORY, new String[] {"TABLE"})) {
            return tables.next();
        }
    }
}
