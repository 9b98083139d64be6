package dev.probation.agent.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Secret;
import dev.probation.agent.config.Target;
import dev.probation.agent.probe.Checks;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.postgres.PostgresCheck.Measure;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.RealPgBouncer;
import dev.probation.agent.servers.RealPostgres;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behind a pooler, the session that is asked over is the application's next. */
@SuppressWarnings("NullAway.Init") // start, which JUnit calls first
class PgBouncerIT {

    private static final PostgresCheck SHARE = new PostgresCheck(Measure.CONNECTIONS, true);
    private static final Duration GENEROUS = Duration.ofSeconds(20);
    private static final String PASSWORD = "s3cret";
    /** More than the driver lets pass before it prepares a statement on the server. */
    private static final int PROBES = 7;

    /** All that a session may have of its own, but for the name that a pooler sets anew for each client. */
    private static final String STATE = """
            SELECT (SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings
                     WHERE context IN ('user', 'superuser') AND name <> 'application_name')
                   || ' prepared=' || (SELECT count(*) FROM pg_prepared_statements)
                   || ' cursors=' || (SELECT count(*) FROM pg_cursors WHERE name <> '')
                   || ' locks=' || (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory')
                   || ' idle=' || (SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%')""";

    private static RealPostgres postgres;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Time time = new VertxTime(vertx, vertx.getOrCreateContext());

    @BeforeAll
    static void start() throws Exception {
        postgres = RealPostgres.start();
        postgres.execute(
                "CREATE ROLE watcher LOGIN PASSWORD 's3cret' IN ROLE pg_monitor",
                "CREATE ROLE app LOGIN PASSWORD 's3cret' IN ROLE pg_monitor",
                "CREATE TABLE orders (id int)",
                "GRANT ALL ON orders TO app");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    private TargetClient client(RealPgBouncer pooler, String database, String user) {
        PostgresTarget settings = new PostgresTarget(
                "127.0.0.1",
                pooler.port(),
                database,
                user,
                Optional.of(new Secret(PASSWORD)),
                "disable",
                Optional.empty());
        return new PostgresKind().connect(new Target("db", "postgres", settings), new ProbeContext(vertx, time));
    }

    private Outcome ask(Probe probe) {
        return Await.result(probe.ask(time.now()));
    }

    private static Connection application(RealPgBouncer pooler, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + pooler.port() + '/' + database + "?preferQueryMode=simple",
                "app",
                PASSWORD);
    }

    private static String read(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static void write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO orders VALUES (1)")).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0} pooling, database {1}, as {2}")
    @CsvSource({
        "transaction, shared, watcher",
        "transaction, own, watcher",
        "transaction, own, app",
        "statement, shared, watcher",
        "statement, own, watcher",
        "statement, own, app",
        "session, shared, watcher",
        "session, own, watcher",
        "session, own, app"
    })
    void leavesNothingToTheApplicationOnTheSessionThatItAskedOver(String mode, String database, String user)
            throws Exception {
        int size = mode.equals("session") ? 2 : 1;
        try (RealPgBouncer pooler = RealPgBouncer.before(
                        postgres, folder, PASSWORD, "pool_mode = " + mode, "default_pool_size = " + size);
                Connection application = application(pooler, database)) {
            String before = read(application, STATE);
            String session = read(application, "SELECT pg_backend_pid()");
            TargetClient client = client(pooler, database, user);
            Probe probe = client.probe(Checks.of(SHARE, GENEROUS));

            for (int i = 0; i < PROBES; i++) {
                assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
                assertThat(read(application, STATE)).isEqualTo(before);
                write(application);
            }

            assertThat(read(application, "SELECT pg_backend_pid()")).isEqualTo(session);
            Await.done(client.close());
        }
    }

    @Test
    void aFullPoolerIsTheBreachItself() throws Exception {
        try (RealPgBouncer pooler = RealPgBouncer.before(
                        postgres, folder, PASSWORD, "pool_mode = transaction", "max_client_conn = 2");
                Connection first = application(pooler, "own");
                Connection second = application(pooler, "own")) {
            assertThat(first.isClosed() || second.isClosed()).isFalse();
            TargetClient client = client(pooler, "own", "watcher");

            assertThat(ask(client.probe(Checks.of(SHARE, GENEROUS))))
                    .isEqualTo(Outcome.Measured.of(
                            1.0, "the pooler is full: no more connections allowed (max_client_conn)"));

            Await.done(client.close());
        }
    }

    @Test
    void aServerThatTakesNoMoreOfAPoolersConnectionsIsTheBreachItself() throws Exception {
        try (RealPostgres small = RealPostgres.withConnections(5)) {
            small.execute("CREATE ROLE app LOGIN PASSWORD 's3cret'", "CREATE ROLE watcher LOGIN PASSWORD 's3cret'");
            try (Connection first = DriverManager.getConnection(small.jdbcUrl("app"));
                    Connection second = DriverManager.getConnection(small.jdbcUrl("app"));
                    RealPgBouncer pooler = RealPgBouncer.before(small, folder, PASSWORD, "pool_mode = transaction")) {
                assertThat(first.isClosed() || second.isClosed()).isFalse();
                TargetClient client = client(pooler, "own", "watcher");
                Outcome outcome = ask(client.probe(Checks.of(SHARE, GENEROUS)));

                assertThat(outcome)
                        .isEqualTo(Outcome.Measured.of(1.0, "the server is full: it takes no more connections"));

                Await.done(client.close());
            }
        }
    }
}
