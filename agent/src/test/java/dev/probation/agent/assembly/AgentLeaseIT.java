package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.ConfigText;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.FaultProxy.Fault;
import dev.probation.agent.servers.RealPostgres;
import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents, each a process of its own, on one PostgreSQL: one works, and the other waits. */
@AllowForbiddenApi("starts and stops processes, and waits for real time to pass")
@Tag("long")
class AgentLeaseIT {

    private static final String CONFIGURATION = """
            agent: { store: "<store>", listen: "127.0.0.1:0" }
            targets:
              app: { http: "http://127.0.0.1:<app>" }
            services:
              shop:
                checks:
                  health: { http: app, path: /health, status: 200, every: 500ms, failures: 3, on-breach: rollback }
            windows:
              immediate: { until: 1h }
            rollback:
              to: [ { webhook: "http://127.0.0.1:<people>/rollback", secret: "<secret>" } ]
              deadline: 10m
            """;

    /** From the holder's last sign of life to another agent that is ready. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(15);

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final People people = new People();
    private final AtomicInteger probesOfFirst = new AtomicInteger();
    private final AtomicInteger probesOfSecond = new AtomicInteger();
    private volatile int health = 200;
    private RealPostgres postgres;
    private FaultProxy proxy;
    private AgentChild first;
    private AgentChild second;
    private String deployment;

    @BeforeEach
    void startBoth() throws Exception {
        postgres = RealPostgres.start();
        postgres.execute("CREATE ROLE probation LOGIN", "CREATE DATABASE probation OWNER probation");
        proxy = FaultProxy.before(vertx, postgres.port());
        first = agent("first", proxy.port(), probesOfFirst);
        StoreFaults.until("the first is ready", Duration.ofSeconds(60), first::isReady);
        deployment = new JsonObject(first.ask(
                                "POST",
                                "/api/v1/deployments",
                                new JsonObject()
                                        .put("service", "shop")
                                        .put("version", "1.4.2")
                                        .encode())
                        .body())
                .getJsonObject("deployment")
                .getString("id");
        second = agent("second", postgres.port(), probesOfSecond);
        StoreFaults.until("the second waits", Duration.ofSeconds(60), () -> second.waitsFor(first));
    }

    @AfterEach
    void endAll() throws IOException {
        second.close();
        first.close();
        Await.done(vertx.close());
        postgres.close();
        people.close();
    }

    private AgentChild agent(String name, int storePort, AtomicInteger probes) throws IOException {
        return AgentChild.start(
                Files.createDirectories(folder.resolve(name)),
                new ConfigText(CONFIGURATION + People.NOTIFY)
                        .with("store", "postgresql://probation@127.0.0.1:" + storePort + "/probation")
                        .with("app", app(probes))
                        .with("people", people.port())
                        .with("secret", People.SECRET));
    }

    private int app(AtomicInteger probes) {
        HttpServer server = Await.result(vertx.createHttpServer()
                .requestHandler(request -> {
                    probes.incrementAndGet();
                    Future<Void> unused =
                            request.response().setStatusCode(health).end();
                })
                .listen(0, "127.0.0.1"));
        return server.actualPort();
    }

    private void secondTakesOverWithin(Duration most, Instant since) {
        StoreFaults.until("the second is ready", SOON, second::isReady);
        assertThat(Duration.between(since, Instant.now())).isLessThan(most);
    }

    private long rows(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/probation?user=postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    /** One decision, one signal, and each message once. */
    private void assertDecidedOnce() throws SQLException {
        StoreFaults.until("a rollback signal", SOON, () -> !people.signals().isEmpty());
        StoreFaults.until(
                "the rollback is read of",
                SOON,
                () -> people.messages().stream().anyMatch(text -> text.contains("1.4.2") && text.contains("rollback")));
        StoreFaults.wait(Duration.ofSeconds(3));
        assertThat(people.signals()).hasSize(1);
        assertThat(people.messages()).doesNotHaveDuplicates();
        assertThat(people.pages("trigger")).doesNotHaveDuplicates();
        assertThat(people.messages()).noneMatch(text -> text.contains("unknown"));
        assertThat(rows("decision")).isEqualTo(1);
        assertThat(rows("journal WHERE kind = 'ROLLBACK_DECIDED'")).isEqualTo(1);
        assertThat(rows("outbox WHERE refused IS NOT NULL")).isZero();
    }

    @Test
    void theSecondWaitsWithoutAskingOrSendingAndFollowsAtOnceWhenTheFirstIsEnded() throws Exception {
        StoreFaults.wait(Duration.ofSeconds(3));

        assertThat(second.get("/-/healthy").status()).isEqualTo(200);
        assertThat(second.get("/api/v1/deployments").status()).isEqualTo(503);
        assertThat(second.log()).contains("waiting for the store address=").contains("process " + first.id());
        assertThat(probesOfSecond).hasValue(0);
        assertThat(people.messages()).hasSize(1);
        Instant ended = Instant.now();
        first.signal("TERM");
        assertThat(first.hasEnded()).isTrue();
        Duration toEnd = Duration.between(ended, Instant.now());
        secondTakesOverWithin(toEnd.plusSeconds(5), ended);
        int probes = probesOfFirst.get();
        health = 500;
        assertDecidedOnce();
        assertThat(probesOfSecond).hasPositiveValue();
        assertThat(probesOfFirst).hasValue(probes);
    }

    @Test
    void theSecondTakesOverFromAFirstThatIsKilled() throws Exception {
        Instant killed = Instant.now();
        first.kill();

        secondTakesOverWithin(TAKEN_OVER, killed);

        health = 500;
        assertDecidedOnce();
        assertThat(second.get("/api/v1/deployments/" + deployment).body()).contains("rolling-back");
    }

    @Test
    void theFirstStopsAndWaitsOnceItWasFrozenForLongerThanItsLease() throws Exception {
        Instant frozen = Instant.now();
        first.signal("STOP");
        secondTakesOverWithin(TAKEN_OVER, frozen);
        health = 500;
        StoreFaults.until("a rollback signal", SOON, () -> !people.signals().isEmpty());

        first.signal("CONT");

        StoreFaults.until("the first waits", SOON, () -> first.waitsFor(second));
        assertThat(first.log()).contains("store lost, writing and sending nothing any more");
        int probes = probesOfFirst.get();
        assertDecidedOnce();
        assertThat(probesOfFirst).hasValue(probes);
        second.signal("TERM");
        StoreFaults.until("the first works again", SOON, first::isReady);
        StoreFaults.until("it asks again", SOON, () -> probesOfFirst.get() > probes);
        assertThat(people.signals()).hasSize(1);
    }

    @Test
    void theFirstStopsAndWaitsOnceTheStoreWasAwayForLongerThanItsLease() throws Exception {
        Instant cut = Instant.now();
        proxy.set(Fault.HANG);
        secondTakesOverWithin(TAKEN_OVER, cut);
        health = 500;
        StoreFaults.until("a rollback signal", SOON, () -> !people.signals().isEmpty());

        proxy.set(Fault.NONE);

        StoreFaults.until("the first waits", Duration.ofSeconds(60), () -> first.waitsFor(second));
        assertThat(people.signals()).hasSize(1);
        assertThat(rows("decision")).isEqualTo(1);
        int probes = probesOfFirst.get();
        List<String> read = people.messages();
        StoreFaults.wait(Duration.ofSeconds(5));
        assertThat(probesOfFirst).hasValue(probes);
        assertThat(people.signals()).hasSize(1);
        assertThat(read.stream()
                        .filter(text -> text.contains("store cannot be used"))
                        .count())
                .isEqualTo(people.messages().stream()
                        .filter(text -> text.contains("store can be used again"))
                        .count());
    }
}
