package dev.probation.agent.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.Secret;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.FaultProxy.Fault;
import dev.probation.agent.servers.OpenedStores;
import dev.probation.agent.servers.OwnResolver;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresStoreIT extends StoreContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    private static final Vertx VERTX = Vertx.vertx();

    private static EmbeddedPostgres server;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
        Await.done(VERTX.close());
    }

    @Override
    String freshUrl() throws SQLException {
        int number = DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            Sql.run(connection, "CREATE DATABASE \"50 % probation" + number + '"');
        }
        return "postgresql://postgres@localhost:" + server.getPort() + "/50%20%25%20probation" + number;
    }

    @Override
    Optional<Secret> password() {
        return Optional.of(new Secret("hunter2-canary"));
    }

    @Override
    List<String> plan(Connection connection, String query) throws SQLException {
        Sql.run(connection, "SET enable_seqscan = off");
        return Sql.all(connection, "EXPLAIN " + query.replace("?", "'1'"), row -> row.getString(1));
    }

    @Override
    boolean readsAll(String step) {
        return step.contains("Seq Scan");
    }

    @Override
    boolean sorts(String step) {
        return step.contains("Sort ");
    }

    @Test
    void aDatabaseThatIsNotThereIsSaid() {
        String missing = "postgresql://postgres@localhost:" + server.getPort() + "/missing";

        assertThatThrownBy(() -> OpenedStores.open(missing, password().orElse(null)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(missing)
                .hasMessageContaining("does not exist; create it")
                .hasMessageNotContaining("canary");
    }

    @Test
    void aSessionThatBeganReadOnlyIsGivenUpOnceItsServerCanBeWritten() throws SQLException {
        readOnly("on");
        endSessions();
        Await.until(
                "the new session refuses to write",
                () -> store().writeProblem()
                        .filter(why -> why.contains("read-only"))
                        .isPresent());

        readOnly("off");

        // each attempt gives up the session that refuses it, and the pool has three
        List<Optional<String>> attempts =
                List.of(store().writeProblem(), store().writeProblem(), store().writeProblem(), store().writeProblem());
        assertThat(attempts.get(3)).isEmpty();
    }

    @Test
    void aServerIsTriedWithoutAnythingBeingMade() throws SQLException {
        String url = freshUrl();
        assertThat(OpenedStores.unreachable(url, password().orElse(null))).isEmpty();

        readOnly("on");

        assertThat(OpenedStores.unreachable(url, password().orElse(null)))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("cannot be opened: the server is read-only")
                        .doesNotContain("canary"));
        try (Connection connection =
                DriverManager.getConnection("jdbc:" + url.replace("postgres@", "") + "?user=postgres")) {
            assertThat(Sql.all(
                            connection,
                            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
                            row -> row.getString(1)))
                    .isEmpty();
        }
    }

    private void endSessions() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            List<Boolean> ended = Sql.all(
                    connection,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '50 % probation"
                            + DATABASES.get() + "'",
                    row -> row.getBoolean(1));
            assertThat(ended).isNotEmpty();
        }
    }

    private void readOnly(String setting) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            Sql.run(
                    connection,
                    "ALTER DATABASE \"50 % probation" + DATABASES.get() + "\" SET default_transaction_read_only = "
                            + setting);
        }
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> OpenedStores.open(
                        "postgresql://postgres@localhost:1/probation",
                        password().orElse(null)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageNotContaining("canary");
    }

    private static Store named(int port, Time time, OwnResolver resolver) {
        return StoreFactory.open(
                "postgresql://postgres@store.test:" + port + "/postgres",
                null,
                new HostNames(VERTX, time, resolver),
                time,
                taken -> {});
    }

    @Test
    void aServerThatHasMovedIsFollowedThoughItsOldAddressAnswers() {
        OwnResolver resolver = new OwnResolver("127.0.0.1");
        FakeTime time = new FakeTime(Instant.EPOCH);
        try (FaultProxy proxy = FaultProxy.before(VERTX, server.getPort());
                FaultProxy moved = proxy.at("127.0.0.2");
                Store store = named(proxy.port(), time, resolver)) {
            assertThat(store.writeProblem()).isEmpty();
            time.advance(HALF_A_MINUTE);
            assertThat(store.writeProblem()).isEmpty();
            assertThat(moved.accepted()).isZero();
            resolver.say("127.0.0.2");

            time.advance(HALF_A_MINUTE);

            Await.until("the old address is left", () -> proxy.openConnections() == 0);
            int before = proxy.accepted();
            assertThat(store.writeProblem()).isEmpty();
            assertThat(moved.accepted()).isPositive();
            assertThat(proxy.accepted()).isEqualTo(before);
        }
    }

    @Test
    void aResolverThatFailsIsSaidAndClosesNothing() {
        OwnResolver resolver = new OwnResolver("127.0.0.3", "127.0.0.1");
        FakeTime time = new FakeTime(Instant.EPOCH);
        try (FaultProxy proxy = FaultProxy.before(VERTX, server.getPort());
                Store store = named(proxy.port(), time, resolver)) {
            resolver.fail("Temporary failure in name resolution");
            time.advance(HALF_A_MINUTE);
            assertThat(store.writeProblem()).isEmpty();

            proxy.set(Fault.RESET);

            Await.until(
                    "the resolver is named",
                    () -> store.writeProblem()
                            .filter(why ->
                                    why.contains("the server's name could not be looked up: the resolver failed"))
                            .isPresent());
        }
    }

    @Test
    void aPasswordInTheAddressIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> OpenedStores.open("postgresql://postgres:canary@localhost/probation", null))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store-password-file")
                .hasMessageNotContaining("canary");
    }
}
