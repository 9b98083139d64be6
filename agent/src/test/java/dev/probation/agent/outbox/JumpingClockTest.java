package dev.probation.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.config.Secret;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.outbox.stage.BlockingWait;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.rollback.webhook.WebhookSettings;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.store.sql.StoredChanges;
import dev.probation.agent.time.JumpingTime;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outbox as the agent runs it, while somebody sets the machine's clock. */
class JumpingClockTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String ID = NoticeFixture.deployment("1.4.2").id();

    @TempDir
    Path folder;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final AtomicInteger failing = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();
    private final JumpingTime wall = new JumpingTime(new VertxTime(vertx, vertx.getOrCreateContext()));
    private final SteadyTime steady = new SteadyTime(wall);

    private HttpServer server;
    private StoreExecutor store;
    private Outbox outbox;

    @BeforeEach
    void start() {
        server = BlockingWait.on(
                vertx.createHttpServer().requestHandler(this::receive).listen(0, "localhost"), LONG);
        store = BlockingWait.on(
                StoreExecutor.open(vertx, () -> StoreFactory.open("sqlite:" + folder.resolve("p.db"))), LONG);
        boolean added = BlockingWait.on(
                store.submit(open -> open.add(NoticeFixture.deployment("1.4.2"), "abc", StoredChanges.nothing(ID))),
                LONG);
        assertThat(added).isTrue();
        Secret url = new Secret("http://localhost:" + server.actualPort() + "/hook");
        ReceiverConfig deployer =
                new ReceiverConfig("deployer", "webhook", new WebhookSettings(url, Optional.empty()), Set.of());
        outbox = BlockingWait.on(
                Outbox.start(
                        new ReceiverContext(vertx, steady.wall()),
                        steady,
                        store,
                        List.of(),
                        new RollbackConfig(Mode.SIGNAL, List.of(deployer), Duration.ofMinutes(15)),
                        new Metrics("1", "a").outbox(),
                        new KnownIncidents(),
                        deployment -> {}),
                LONG);
    }

    private void receive(HttpServerRequest request) {
        received.add(request.getHeader("webhook-id") + '@' + request.getHeader("webhook-timestamp"));
        boolean fails = failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        request.response().setStatusCode(fails ? 503 : 204).end();
    }

    @AfterEach
    void stop() {
        BlockingWait.until(outbox.close(), LONG);
        BlockingWait.until(store.close(), LONG);
        BlockingWait.until(vertx.close(), LONG);
    }

    private void write(String id) {
        Notice notice = Notice.of(
                        NotificationEvent.ROLLBACK,
                        IncidentAction.TRIGGER,
                        steady.now(),
                        NoticeFixture.deployment("1.4.2"),
                        id)
                .decided(id);
        Message message = new Message(id, ID, "deployer", ID + '/' + id, steady.now(), notice);
        BlockingWait.until(store.run(open -> open.write(StoredChanges.messages(ID, message))), LONG);
        outbox.wake();
    }

    private String next() throws InterruptedException {
        return String.valueOf(received.poll(20, TimeUnit.SECONDS)).replaceFirst("@.*", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H", "PT24H", "PT-24H"})
    void aJumpHoldsUpNoMessageAndExpiresNone(Duration jump) throws Exception {
        failing.set(1);
        write("before");
        assertThat(next()).isEqualTo("before");

        wall.jump(jump);

        assertThat(next()).as("the second attempt").isEqualTo("before");
        write("after");
        assertThat(next()).isEqualTo("after");
        assertThat(received).as("nothing is sent twice").isEmpty();
        BlockingWait.until(outbox.close(), LONG);
        List<JournalEntry> journal =
                BlockingWait.on(store.submit(open -> open.journal().of(ID)), LONG);
        assertThat(journal)
                .extracting(JournalEntry::kind)
                .containsExactly(
                        JournalEntry.Kind.ROLLBACK_SIGNAL_DELAYED,
                        JournalEntry.Kind.ROLLBACK_SIGNALLED,
                        JournalEntry.Kind.ROLLBACK_SIGNALLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-24H"})
    void aSignatureIsStampedByTheClockThatOthersSee(Duration jump) throws Exception {
        wall.jump(jump);
        Instant least = wall.now().minusSeconds(1);
        write("after");

        String stamp = String.valueOf(received.poll(20, TimeUnit.SECONDS)).replaceFirst(".*@", "");

        assertThat(Instant.ofEpochSecond(Long.parseLong(stamp))).isBetween(least, wall.now());
    }
}
