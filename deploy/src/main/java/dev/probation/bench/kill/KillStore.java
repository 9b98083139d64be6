package dev.probation.bench.kill;

import dev.probation.bench.agent.ChildProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where the agents that are killed keep what they know: a file each, or a database each of one PostgreSQL. */
final class KillStore implements AutoCloseable {
    private final @Nullable ChildProgram server;

    private KillStore(@Nullable ChildProgram server) {
        this.server = server;
    }

    static KillStore sqlite() {
        return new KillStore(null);
    }

    /** Starts a server, which ends when this is closed, or this program in whatever way. */
    static KillStore postgresql() throws IOException {
        return new KillStore(ChildProgram.start(PostgresServer.class, ProcessBuilder.Redirect.DISCARD));
    }

    /** The server's starter is not killed, as it has a server to end. */
    @Override
    public void close() throws IOException {
        if (server == null) {
            return;
        }
        server.process().getOutputStream().close();
        try {
            if (!server.process().waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException("PostgreSQL did not end within 30 s");
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    boolean isFile() {
        return server == null;
    }

    /** An empty one for a round. */
    synchronized void create(String name) throws IOException {
        if (!isFile()) {
            run("CREATE DATABASE " + name);
        }
    }

    synchronized void drop(String name) throws IOException {
        if (!isFile()) {
            run("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private void run(String sql) throws IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IOException(sql + ": " + failed.getMessage(), failed);
        }
    }

    /** Whether no message is pending; of a file, which is not read while an agent has it, as if there were none. */
    boolean isSettled(String name) throws IOException {
        if (isFile()) {
            return true;
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl(name));
                Statement statement = connection.createStatement();
                ResultSet pending = statement.executeQuery("SELECT 1 FROM outbox WHERE settled_at IS NULL")) {
            return !pending.next();
        } catch (SQLException failed) {
            throw new IOException(name + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + '/' + database + "?user=postgres";
    }

    private int port() {
        return Objects.requireNonNull(server, "a file has no server").port();
    }

    /** As the configuration has it. */
    String address(Path home, String name) {
        return isFile()
                ? "sqlite:" + home.resolve("probation.db")
                : "postgresql://postgres@127.0.0.1:" + port() + '/' + name;
    }

    StoreCopy copy(Path home, String name) throws IOException {
        return isFile() ? StoreCopy.ofSqlite(home.resolve("probation.db")) : StoreCopy.ofPostgres(jdbcUrl(name));
    }
}
