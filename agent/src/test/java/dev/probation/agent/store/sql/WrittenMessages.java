package dev.probation.agent.store.sql;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.sql.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** All that was ever written for the outbox, sent or not. */
public final class WrittenMessages {

    /** A message as its row has it. */
    public record Row(String receiver, String incident, Notice notice) {}

    private WrittenMessages() {}

    /** In the order of writing. */
    public static List<Row> of(Store store) {
        try (Connection connection = store.dataSource().getConnection()) {
            return Sql.all(
                    connection,
                    "SELECT receiver, incident, body FROM outbox ORDER BY seq",
                    row -> new Row(row.getString(1), row.getString(2), Notice.fromJson(row.getString(3))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Gives a message the body that a newer or older version of the agent may have written.
     *
     * @return how many messages there are of that id
     */
    public static int overwrite(Store store, String message, String body) {
        try (Connection connection = store.dataSource().getConnection()) {
            return Sql.update(connection, "UPDATE outbox SET body = ? WHERE id = ?", body, message);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
