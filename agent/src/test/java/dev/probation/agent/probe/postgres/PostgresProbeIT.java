package dev.probation.agent.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeContract;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.postgres.PostgresCheck.Measure;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.RealPostgres;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

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
    protected List<Buffer> messages(Buffer sent) {
        List<Buffer> all = new ArrayList<>();
        int at = 0;
        while (at < sent.length()) {
            int end = at + 5 > sent.length() ? sent.length() : Math.min(sent.length(), at + 1 + sent.getInt(at + 1));
            all.add(sent.slice(at, end));
            at = end;
        }
        return all;
    }

    @Override
    protected int steps() {
        return 26;
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

    private List<Connection> fill(int connections) {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            open.add(connection("postgres", "app"));
        }
        return open;
    }

    private void release(List<Connection> open) throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
        becomesEmpty();
    }

    /** A session that was closed is there for a while yet. */
    private void becomesEmpty() {
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
        becomesEmpty();
        List<Connection> open = fill(5);

        Outcome number = askOnce(target("127.0.0.1", postgres.port()), NUMBER);
        Outcome share = askOnce(target("127.0.0.1", postgres.port()), SHARE);

        assertThat(number).isEqualTo(Outcome.Measured.of(5, usable(5)));
        assertThat(share).isEqualTo(Outcome.Measured.of(5.0 / USABLE, usable(5)));
        release(open);
    }

    @Test
    void aQuestionIsOneMessageAndALoginSetsNothing() throws Exception {
        try (FaultProxy proxy = FaultProxy.before(vertx, postgres.port())) {
            TargetClient client = connect("127.0.0.1", proxy.port());
            Probe probe = client.probe(check(NUMBER, GENEROUS));
            assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
            assertThat(text(proxy.heard()).split("SET ")).hasSize(3);

            for (int i = 0; i < 7; i++) {
                assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
                Buffer message = proxy.heard();

                assertThat(message.getByte(0)).isEqualTo((byte) 'Q');
                assertThat(message.getInt(1)).isEqualTo(message.length() - 1);
                assertThat(text(message)).contains("SET TRANSACTION READ ONLY", "SET LOCAL statement_timeout");
                assertThat(text(message).split("SET ")).hasSize(3);
            }
            assertThat(proxy.accepted()).isEqualTo(1);
            Await.done(client.close());
            Await.until("the connection is closed", () -> proxy.openConnections() == 0);
            assertThat(proxy.heard().getBytes()).containsExactly('X', 0, 0, 0, 4);
        }
    }

    /** The driver would have it write more digits, on a session that the application may have next. */
    @Test
    void alsoAnOlderServerIsSetNothing() throws Exception {
        try (FaultProxy proxy = FaultProxy.before(vertx, postgres.port())) {
            proxy.read(answer -> List.of(asVersion11(answer)));
            TargetClient client = connect("127.0.0.1", proxy.port());

            assertThat(ask(client.probe(check(NUMBER, GENEROUS)))).isInstanceOf(Outcome.Measured.class);

            assertThat(text(proxy.heard())).doesNotContain("extra_float_digits", "replication");
            Await.done(client.close());
        }
    }

    private static String text(Buffer message) {
        return message.toString(StandardCharsets.ISO_8859_1).replace('\0', ' ');
    }

    private static Buffer asVersion11(Buffer answer) {
        String text = answer.toString(StandardCharsets.ISO_8859_1);
        String older = text.replaceFirst("server_version\0\\d\\d\\.", "server_version\0" + "11.");
        return Buffer.buffer(older.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aConnectionThatIsNotUsedIsGivenBack() {
        FakeTime fake = new FakeTime(time.now());
        try (FaultProxy proxy = FaultProxy.before(vertx, postgres.port())) {
            TargetClient client = kind().connect(
                            new Target("target", "postgres", target("127.0.0.1", proxy.port())),
                            new ProbeContext(vertx, fake));
            Probe probe = client.probe(check(NUMBER, GENEROUS));
            assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
            fake.advance(KeptConnection.KEPT.minusSeconds(1));
            assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
            assertThat(proxy.accepted()).isEqualTo(1);

            fake.advance(KeptConnection.KEPT);

            Await.until("the connection is closed", () -> proxy.openConnections() == 0);
            assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
            Await.done(client.close());
        }
    }

    @Test
    void aConnectionThatTheServerHasEndedIsMadeAnewAtOnce() throws SQLException {
        TargetClient client = connect("127.0.0.1", postgres.port());
        Probe probe = client.probe(check(NUMBER, GENEROUS));
        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);

        end("watcher");

        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
        Await.done(client.close());
    }

    @Test
    void manyQuestionsShareTheOneConnection() {
        try (FaultProxy proxy = FaultProxy.before(vertx, postgres.port())) {
            TargetClient client = connect("127.0.0.1", proxy.port());
            List<Future<Outcome>> asked = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                asked.add(client.probe(check(i % 2 == 0 ? NUMBER : SHARE, GENEROUS))
                        .ask(time.now()));
            }

            for (Future<Outcome> answer : asked) {
                assertThat(Await.result(answer)).isInstanceOf(Outcome.Measured.class);
            }
            assertThat(proxy.accepted()).isEqualTo(1);
            Await.done(client.close());
        }
    }

    @Test
    void namesAreTakenAsTheyAre() throws SQLException {
        postgres.execute(
                "CREATE ROLE \"probe@corp.example\" LOGIN PASSWORD 's3cret' IN ROLE pg_monitor",
                "CREATE DATABASE \"my shop/1\"");
        PostgresTarget odd = new PostgresTarget(
                "127.0.0.1",
                postgres.port(),
                "my shop/1",
                "probe@corp.example",
                Optional.of(new Secret("s3cret")),
                "disable",
                Optional.empty());

        assertThat(askOnce(odd, NUMBER)).isInstanceOf(Outcome.Measured.class);
    }

    @Test
    void theLimitOfARoleOrDatabaseThatIsNearerThanTheServersCounts() throws SQLException {
        postgres.execute(
                "CREATE DATABASE narrow CONNECTION LIMIT 6",
                "CREATE ROLE few LOGIN PASSWORD 's3cret' CONNECTION LIMIT 4",
                "CREATE ROLE single LOGIN PASSWORD 's3cret' CONNECTION LIMIT 1");
        becomesEmpty();
        PostgresTarget narrow = inDatabase("narrow", "watcher");
        AtomicLong later = timeThatIsPutForward();
        TargetClient client = connect(narrow);
        Probe share = client.probe(check(SHARE, GENEROUS));
        Probe number = client.probe(check(NUMBER, GENEROUS));
        List<Connection> open = new ArrayList<>();

        open.add(connection("narrow", "single"));
        assertThat(ask(share)).isEqualTo(Outcome.Measured.of(1.0 / 6, usable(1) + ", database \"narrow\" 1 of 6"));
        open.add(connection("narrow", "few"));
        assertThat(ask(share)).isInstanceOf(Outcome.Measured.class);
        later.set(UsualConnections.FILLING.toNanos());
        open.add(connection("narrow", "few"));
        open.add(connection("narrow", "few"));
        assertThat(ask(share)).isEqualTo(Outcome.Measured.of(0.75, usable(4) + ", role \"few\" 3 of 4"));
        assertThat(ask(number)).isEqualTo(Outcome.Measured.of(4, usable(4) + ", role \"few\" 3 of 4"));

        open.add(connection("narrow", "few"));
        String reached = usable(5) + ", database \"narrow\" 5 of 6, and no other can be opened";
        Outcome full = ask(share);
        assertThat(full)
                .isIn(
                        Outcome.Measured.of(1.0, reached),
                        Outcome.Measured.of(1.0, usable(5) + ", role \"few\" 4 of 4, and no other can be opened"));
        assertThat(((Outcome.Measured) ask(number)).value()).isEqualTo(USABLE);
        Await.done(client.close());
        open.add(connection("narrow", "app"));

        assertThat(askOnce(narrow, SHARE))
                .isEqualTo(
                        Outcome.Measured.of(1.0, "the database is full: too many connections for database \"narrow\""));
        release(open);
    }

    /** Nobody is refused by a limit that a pool fills, and who waits for a connection waits for the pool. */
    @Test
    void aPoolThatIsAsLargeAsItsRolesLimitIsNoBreach() throws SQLException {
        postgres.execute("CREATE ROLE pooled LOGIN PASSWORD 's3cret' CONNECTION LIMIT 4");
        becomesEmpty();
        List<Connection> pool = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pool.add(connection("postgres", "pooled"));
        }
        AtomicLong later = timeThatIsPutForward();
        TargetClient client = connect(inDatabase("postgres", "watcher"));
        Probe share = client.probe(check(SHARE, GENEROUS));
        Probe number = client.probe(check(NUMBER, GENEROUS));
        String asUsual = usable(4) + ", role \"pooled\" 4 of 4 as usual";

        assertThat(ask(share)).isEqualTo(Outcome.Measured.of(4.0 / USABLE, asUsual));
        later.set(UsualConnections.FILLING.toNanos());
        assertThat(ask(share)).isEqualTo(Outcome.Measured.of(4.0 / USABLE, asUsual));
        assertThat(ask(number)).isEqualTo(Outcome.Measured.of(4, asUsual));
        Await.done(client.close());
        release(pool);
    }

    /** The agent has the application's role, and no place beside its pool. */
    @Test
    void aPoolThatLeavesTheAgentNoPlaceIsNoBreach() throws SQLException {
        postgres.execute("CREATE ROLE beside LOGIN PASSWORD 's3cret' CONNECTION LIMIT 3 IN ROLE pg_monitor");
        becomesEmpty();
        List<Connection> pool = new ArrayList<>();
        pool.add(connection("postgres", "beside"));
        pool.add(connection("postgres", "beside"));
        TargetClient client = connect(inDatabase("postgres", "beside"));
        Probe probe = client.probe(check(SHARE, GENEROUS));
        assertThat(ask(probe))
                .isEqualTo(Outcome.Measured.of(2.0 / USABLE, usable(2) + ", role \"beside\" 2 of 3 as usual"));
        end("beside");
        for (int i = 0; i < 3; i++) {
            pool.add(connection("postgres", "beside"));
        }

        assertThat(causeOf(ask(probe))).isEqualTo(Cause.REJECTED);
        Await.done(client.close());
        release(pool);
    }

    /** The probe's own time, to which nanoseconds can be added. */
    private AtomicLong timeThatIsPutForward() {
        AtomicLong later = new AtomicLong();
        Time real = time;
        time = new Time() {
            @Override
            public Instant now() {
                return real.now();
            }

            @Override
            public long nanos() {
                return real.nanos() + later.get();
            }

            @Override
            public Cancellable after(Duration delay, Runnable task) {
                return real.after(delay, task);
            }
        };
        return later;
    }

    @Test
    void theLimitOfARoleThatTheApplicationHasTooIsTheBreachItself() throws SQLException {
        postgres.execute("CREATE ROLE shared LOGIN PASSWORD 's3cret' CONNECTION LIMIT 3 IN ROLE pg_monitor");
        becomesEmpty();
        TargetClient client = connect(inDatabase("postgres", "shared"));
        Probe probe = client.probe(check(SHARE, GENEROUS));
        List<Connection> open = new ArrayList<>();
        open.add(connection("postgres", "shared"));
        assertThat(ask(probe))
                .isEqualTo(Outcome.Measured.of(1.0 / USABLE, usable(1) + ", role \"shared\" 1 of 3 as usual"));
        end("shared");
        for (int i = 0; i < 3; i++) {
            open.add(connection("postgres", "shared"));
        }

        assertThat(ask(probe))
                .isEqualTo(Outcome.Measured.of(
                        1.0, "the application's role is full: too many connections for role \"shared\""));

        Await.done(client.close());
        release(open);
    }

    /** Ends the role's sessions. */
    private void end(String role) throws SQLException {
        String sessions = " FROM pg_stat_activity WHERE usename = '" + role + '\'';
        postgres.execute("SELECT pg_terminate_backend(pid)" + sessions);
        try (Connection superuser = postgres.connect();
                Statement statement = superuser.createStatement()) {
            for (int left = 1; left > 0; ) {
                try (ResultSet count = statement.executeQuery("SELECT count(*), pg_sleep(0.01)" + sessions)) {
                    assertThat(count.next()).isTrue();
                    left = count.getInt(1);
                }
            }
        }
    }

    private PostgresTarget inDatabase(String database, String user) {
        return new PostgresTarget(
                "127.0.0.1",
                postgres.port(),
                database,
                user,
                Optional.of(new Secret("s3cret")),
                "disable",
                Optional.empty());
    }

    /** Opened once there is room for it, since a session that was closed is there for a while yet. */
    private Connection connection(String database, String user) {
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + '/' + database;
        List<Connection> opened = new ArrayList<>();
        Await.until("there is room for a connection", () -> {
            try {
                return opened.add(java.sql.DriverManager.getConnection(url, user, "s3cret"));
            } catch (SQLException full) {
                return false;
            }
        });
        return opened.get(0);
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
        end("watcher");
        List<Connection> open = fill(USABLE);

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
