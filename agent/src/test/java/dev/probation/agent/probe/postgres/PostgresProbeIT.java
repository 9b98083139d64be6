package dev.probation.agent.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContract;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.postgres.PostgresCheck.Measure;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.RealPostgres;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // startServer, which the contract calls first
class PostgresProbeIT extends ProbeContract {

    private static final PostgresCheck NUMBER = new PostgresCheck(Measure.CONNECTIONS, false);
    private static final PostgresCheck SHARE = new PostgresCheck(Measure.CONNECTIONS, true);
    private static final int MAX = 20;
    private static final int USABLE = 17;

    private RealPostgres postgres;

    @Override
    protected ProbeKind kind() {
        return new PostgresKind();
    }

    @Override
    protected TargetSettings target(String host, int port) {
        return target(host, port, "watcher", "disable");
    }

    private static PostgresTarget target(String host, int port, String user, String sslMode) {
        return new PostgresTarget(
                host, port, "postgres", user, Optional.of(new Secret("s3cret")), sslMode, Optional.empty());
    }

    @Override
    protected ProbeSettings question() {
        return NUMBER;
    }

    @Override
    protected int startServer() throws Exception {
        postgres = RealPostgres.withConnections(MAX);
        postgres.execute(
                "CREATE ROLE watcher LOGIN PASSWORD 's3cret'",
                "GRANT pg_monitor TO watcher",
                "CREATE ROLE stranger LOGIN PASSWORD 's3cret'",
                "CREATE ROLE crowded LOGIN PASSWORD 's3cret' CONNECTION LIMIT 0",
                "CREATE ROLE app LOGIN PASSWORD 's3cret'");
        return postgres.port();
    }

    @Override
    protected void stopServer() throws Exception {
        postgres.close();
    }

    private List<Connection> fill(int connections) throws SQLException {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            open.add(java.sql.DriverManager.getConnection(postgres.jdbcUrl("app")));
        }
        return open;
    }

    private void release(List<Connection> open) throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
        TargetClient client = connect("127.0.0.1", postgres.port());
        Probe probe = client.probe(check(NUMBER, GENEROUS));
        Await.until("the server is empty again", () -> ask(probe).equals(Outcome.Measured.of(0, usable(0))));
        Await.done(client.close());
    }

    private static String usable(int used) {
        return used + " of " + USABLE + " usable (max_connections " + MAX + ')';
    }

    @Test
    void countsClientBackendsWithoutItsOwnAgainstWhatIsUsable() throws SQLException {
        List<Connection> open = fill(5);

        Outcome number = askOnce(target("127.0.0.1", postgres.port()), NUMBER);
        Outcome share = askOnce(target("127.0.0.1", postgres.port()), SHARE);

        assertThat(number).isEqualTo(Outcome.Measured.of(5, usable(5)));
        assertThat(share).isEqualTo(Outcome.Measured.of(5.0 / USABLE, usable(5)));
        release(open);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void isMeasuredThoughTheFirstConnectionEndedHalfWay(int answers) {
        Vertx vertx = Vertx.vertx();
        try (FaultProxy proxy = FaultProxy.before(vertx, postgres.port())) {
            TargetClient client = connect("127.0.0.1", proxy.port());
            Probe probe = client.probe(check(NUMBER, GENEROUS));
            proxy.endAfter(answers);
            Outcome unusedFirst = ask(probe);

            proxy.endAfter(Integer.MAX_VALUE);
            Outcome second = ask(probe);

            assertThat(second).isEqualTo(Outcome.Measured.of(0, usable(0)));
            Await.done(client.close());
        } finally {
            Await.done(vertx.close());
        }
    }

    @Test
    void aFullServerIsTheBreachItself() throws SQLException {
        List<Connection> open = fill(USABLE);

        Outcome share = askOnce(target("127.0.0.1", postgres.port()), SHARE);
        Outcome number = askOnce(target("127.0.0.1", postgres.port()), NUMBER);

        assertThat(share).isEqualTo(Outcome.Measured.of(1.0, "the server is full: it takes no more connections"));
        assertThat(causeOf(number)).isEqualTo(Cause.REJECTED);
        assertThat(detailOf(number)).contains("the server is full");
        release(open);
    }

    @Test
    void aFullServerHasTheNumberOfItsLimitOnceThatWasSeen() throws SQLException {
        TargetClient client = connect("127.0.0.1", postgres.port());
        Probe probe = client.probe(check(NUMBER, GENEROUS));
        assertThat(ask(probe)).isEqualTo(Outcome.Measured.of(0, usable(0)));
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'watcher'");
        List<Connection> open = fill(USABLE);

        Await.until("the lost connection is noticed", () -> ask(probe) instanceof Outcome.Measured);

        assertThat(ask(probe))
                .isEqualTo(Outcome.Measured.of(
                        USABLE, "the server is full: all 17 usable connections are taken (max_connections 20)"));
        Await.done(client.close());
        release(open);
    }

    @Test
    void aRoleThatSeesOnlyItselfIsToldTheGrant() {
        Outcome outcome = askOnce(target("127.0.0.1", postgres.port(), "stranger", "disable"), SHARE);

        assertThat(causeOf(outcome)).isEqualTo(Cause.DENIED);
        assertThat(detailOf(outcome)).contains("GRANT pg_monitor TO \"stranger\"");
    }

    @Test
    void theLimitOfARoleIsNotAFullServer() {
        Outcome outcome = askOnce(target("127.0.0.1", postgres.port(), "crowded", "disable"), SHARE);

        assertThat(causeOf(outcome)).isEqualTo(Cause.REJECTED);
        assertThat(detailOf(outcome)).contains("53300", "crowded");
    }

    @Test
    void anUnknownRoleIsDenied() {
        Outcome outcome = askOnce(target("127.0.0.1", postgres.port(), "nobody", "disable"), SHARE);

        assertThat(causeOf(outcome)).isEqualTo(Cause.DENIED);
        assertThat(detailOf(outcome)).contains("28").doesNotContain("s3cret");
    }

    @Test
    void aServerWithoutTlsIsTold() {
        Outcome outcome = askOnce(target("127.0.0.1", postgres.port(), "watcher", "verify-full"), SHARE);

        assertThat(causeOf(outcome)).isEqualTo(Cause.TLS);
    }
}
