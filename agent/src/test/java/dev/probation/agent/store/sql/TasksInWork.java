package dev.probation.agent.store.sql;

import dev.probation.agent.store.Store;
import dev.probation.agent.store.sql.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;

/** The tasks of delivery that are marked as in work, as they are left where the store fails before their end can be noted. */
public final class TasksInWork {

    private TasksInWork() {}

    /** @param heard when the worker last gave a sign of life for it */
    public static void add(Store store, String task, String worker, Instant heard) {
        try (Connection connection = store.dataSource().getConnection()) {
            Sql.run(
                    connection,
                    "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,"
                            + " last_heartbeat, version) VALUES ('deliver', ?, ?, ?, ?, ?, 2)",
                    task,
                    Timestamp.from(heard),
                    true,
                    worker,
                    Timestamp.from(heard));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> of(Store store) throws SQLException {
        try (Connection connection = store.dataSource().getConnection()) {
            return Sql.all(
                    connection,
                    "SELECT task_instance FROM scheduled_tasks WHERE picked_by IS NOT NULL ORDER BY task_instance",
                    row -> row.getString("task_instance"));
        }
    }
}
