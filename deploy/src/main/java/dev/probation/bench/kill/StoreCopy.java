package dev.probation.bench.kill;

import dev.probation.bench.agent.RealTime;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an agent that is not running has on disk. It is read by SQL of its own, without the agent's code: that may change a
 * store as it opens it, and a mistake made both in writing and in reading would not be seen.
 *
 * @param journal each entry as text, in order
 */
record StoreCopy(Optional<String> decision, List<Row> outbox, List<String> journal) {
    private static final Duration SESSIONS_END = Duration.ofSeconds(20);

    /** A message on its way out. */
    record Row(
            String id, String receiver, long atMillis, boolean started, boolean settled, String refused, String body) {
        String occasion() {
            return new JsonObject(body).getString("occasion");
        }

        String notice() {
            return StoreCopy.notice(new JsonObject(body));
        }
    }

    /** What a notice tells, and of when: the same in the store and at any receiver of it. */
    static String notice(JsonObject body) {
        return body.getString("occasion") + ' ' + body.getString("step") + ' ' + body.getString("at");
    }

    /** Of SQLite; a copy is read, since reading may repair what was torn, and that is left to the agent. */
    static StoreCopy ofSqlite(Path store) throws IOException {
        Path copy = Files.createDirectories(store.resolveSibling("copy")).resolve("probation.db");
        for (String part : List.of("", "-wal", "-journal")) {
            Path from = store.resolveSibling(store.getFileName() + part);
            Path to = copy.resolveSibling(copy.getFileName() + part);
            Files.deleteIfExists(to);
            if (Files.exists(from)) {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + "-shm"));
        return read("jdbc:sqlite:" + copy);
    }

    /**
     * Of PostgreSQL; what a killed agent had asked for just before, the server still carries out. An agent that waits for the store
     * has no session of that name.
     */
    static StoreCopy ofPostgres(String jdbcUrl) throws IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            RealTime.await("the killed agent's sessions ended", SESSIONS_END, () -> sessions(statement) == 0);
        } catch (SQLException failed) {
            throw new IOException(jdbcUrl + " cannot be read: " + failed.getMessage(), failed);
        }
        return read(jdbcUrl);
    }

    private static long sessions(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT COUNT(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                        + " AND datname = current_database() AND application_name = 'probation'")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static StoreCopy read(String jdbcUrl) throws IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            return new StoreCopy(decision(statement), outbox(statement), journal(statement));
        } catch (SQLException failed) {
            throw new IOException(jdbcUrl + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    private static Optional<String> decision(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT id, at, check_id FROM decision")) {
            return row.next()
                    ? Optional.of(row.getString(1) + ' ' + row.getLong(2) + ' ' + row.getString(3))
                    : Optional.empty();
        }
    }

    private static List<Row> outbox(Statement statement) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(
                "SELECT id, receiver, at, started_at, settled_at, refused, body" + " FROM outbox ORDER BY seq")) {
            while (row.next()) {
                String refused = row.getString("refused");
                rows.add(new Row(
                        row.getString("id"),
                        row.getString("receiver"),
                        row.getLong("at") / 1_000_000,
                        row.getObject("started_at") != null,
                        row.getObject("settled_at") != null,
                        refused == null ? "" : refused,
                        row.getString("body")));
            }
        }
        return rows;
    }

    private static List<String> journal(Statement statement) throws SQLException {
        List<String> entries = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("SELECT kind, at, data FROM journal ORDER BY deployment, seq")) {
            while (row.next()) {
                entries.add(row.getString(1) + ' ' + row.getLong(2) + ' ' + row.getString(3));
            }
        }
        return entries;
    }

    List<Row> to(String receiver) {
        return outbox.stream().filter(row -> row.receiver().equals(receiver)).toList();
    }
}
