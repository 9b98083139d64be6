package dev.probation.agent.store.sql;

import dev.probation.agent.store.sql.database.Sql;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The newest state of each deployment's judge, with how many samples it has seen. */
final class SnapshotTable {

    private SnapshotTable() {}

    static Optional<JsonObject> find(Connection connection, String deployment) throws SQLException {
        return Sql.first(
                connection,
                "SELECT s.state FROM snapshot s JOIN deployment d ON d.number = s.deployment WHERE d.id = ?",
                row -> new JsonObject(row.getString(1)),
                deployment);
    }

    /** How many samples of a deployment are in its snapshot. */
    static long covered(Connection connection, long number) throws SQLException {
        return Sql.first(connection, "SELECT seq FROM snapshot WHERE deployment = ?", row -> row.getLong(1), number)
                .orElse(0L);
    }

    static void write(Connection connection, long number, long covered, JsonObject state) throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO snapshot (deployment, seq, state) VALUES (?, ?, ?)"
                        + " ON CONFLICT (deployment) DO UPDATE SET seq = excluded.seq, state = excluded.state",
                number,
                covered,
                state.encode());
    }
}
