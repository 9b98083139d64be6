package dev.probation.agent.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A real PostgreSQL on a free port of loopback; the superuser {@code postgres} needs no password. */
public final class RealPostgres implements AutoCloseable {

    /** On a busy machine, too. */
    private static final Duration TO_START = Duration.ofMinutes(1);

    private final EmbeddedPostgres postgres;

    private RealPostgres(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts one with the server's own settings. */
    public static RealPostgres start() throws IOException {
        return withConnections(100);
    }

    /** Starts one that takes this many connections, of which three are the superuser's. */
    public static RealPostgres withConnections(int maxConnections) throws IOException {
        return new RealPostgres(EmbeddedPostgres.builder()
                .setPGStartupWait(TO_START)
                .setServerConfig("max_connections", Integer.toString(maxConnections))
                .setServerConfig("superuser_reserved_connections", "3")
                .start());
    }

    public int port() {
        return postgres.getPort();
    }

    /** A JDBC address of the database {@code postgres} for this user. */
    public String jdbcUrl(String user) {
        return postgres.getJdbcUrl(user, "postgres");
    }

    /** A connection of the superuser. */
    public Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    /** Runs statements as the superuser. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                boolean ignored = statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
