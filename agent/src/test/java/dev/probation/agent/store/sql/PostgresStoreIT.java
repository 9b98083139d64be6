package dev.probation.agent.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.Secret;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.sql.database.Sql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresStoreIT extends StoreContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

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

        assertThatThrownBy(() -> StoreFactory.open(missing, password().orElse(null)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(missing)
                .hasMessageContaining("does not exist; create it")
                .hasMessageNotContaining("canary");
    }

    @Test
    void aSessionThatBeganReadOnlyIsGivenUpOnceItsServerCanBeWritten() throws SQLException {
        readOnly("on");
        reopen();
        assertThat(store().writeProblem())
                .hasValueSatisfying(why -> assertThat(why).contains("read-only"));

        readOnly("off");

        // each attempt gives up the session that refuses it, and the pool has three
        List<Optional<String>> attempts =
                List.of(store().writeProblem(), store().writeProblem(), store().writeProblem(), store().writeProblem());
        assertThat(attempts.get(3)).isEmpty();
    }

    @Test
    void aServerIsTriedWithoutAnythingBeingMade() throws SQLException {
        String url = freshUrl();
        assertThat(StoreFactory.unreachable(url, password().orElse(null))).isEmpty();

        readOnly("on");

        assertThat(StoreFactory.unreachable(url, password().orElse(null)))
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
        assertThatThrownBy(() -> StoreFactory.open(
                        "postgresql://postgres@localhost:1/probation",
                        password().orElse(null)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageNotContaining("canary");
    }

    @Test
    void aPasswordInTheAddressIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> StoreFactory.open("postgresql://postgres:canary@localhost/probation"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store-password-file")
                .hasMessageNotContaining("canary");
    }
}
