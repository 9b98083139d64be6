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
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.outbox.stage.BlockingWait;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.notify.notifywebhook.BodyType;
import dev.probation.agent.receiver.notify.notifywebhook.NotifyWebhookSettings;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.sql.MissingTable;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.store.sql.StoredChanges;
import dev.probation.agent.store.sql.TasksInWork;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outbox as the agent runs it: real store, real scheduler, real HTTP. */
class OutboxTest {

    private static final Logger log = LoggerFactory.getLogger(OutboxTest.class);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Map<String, Integer> STATUS = Map.of("/down", 503, "/refuses", 400);
    private static final String ID = NoticeFixture.deployment("1.4.2").id();

    @TempDir
    Path folder;

    /** Whether the store fails during the next attempt of "later". */
    private final AtomicBoolean isFailing = new AtomicBoolean();

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    private Vertx vertx;
    private HttpServer server;
    private StoreExecutor store;
    private Outbox outbox;

    @BeforeEach
    void startAgent() {
        vertx = Vertx.vertx();
        server = BlockingWait.on(
                vertx.createHttpServer().requestHandler(this::receive).listen(0, "localhost"), LONG);
        start();
        BlockingWait.until(
                store.run(open -> assertThat(
                                open.add(NoticeFixture.deployment("1.4.2"), "abc", StoredChanges.nothing(ID)))
                        .isTrue()),
                LONG);
    }

    private void receive(HttpServerRequest request) {
        received.add(request.path() + ' ' + request.getHeader("webhook-id"));
        if (request.path().equals("/later") && isFailing.compareAndSet(true, false)) {
            // before the end of this attempt can be noted
            store.run(MissingTable.SCHEDULED_TASKS::begin)
                    .onComplete(begun -> request.response()
                            .setStatusCode(503)
                            .putHeader("Retry-After", "7")
                            .end());
        } else if (!request.path().equals("/hangs")) {
            request.response()
                    .setStatusCode(STATUS.getOrDefault(request.path(), 204))
                    .end();
        }
    }

    private void start() {
        store = BlockingWait.on(
                StoreExecutor.open(vertx, () -> StoreFactory.open("sqlite:" + folder.resolve("p.db"))), LONG);
        Time wall = new VertxTime(vertx, vertx.getOrCreateContext());
        outbox = BlockingWait.on(
                Outbox.start(
                        new ReceiverContext(vertx, wall),
                        new SteadyTime(wall),
                        store,
                        List.of(),
                        new RollbackConfig(
                                Mode.SIGNAL,
                                Stream.of("good", "hangs", "down", "refuses", "later")
                                        .map(this::webhook)
                                        .toList(),
                                Duration.ofDays(1)),
                        new Metrics("1", "a").outbox(),
                        new KnownIncidents(),
                        deployment -> {}),
                LONG);
    }

    private ReceiverConfig webhook(String name) {
        Secret url = new Secret("http://localhost:" + server.actualPort() + '/' + name);
        return new ReceiverConfig(
                name,
                "webhook",
                new NotifyWebhookSettings(url, Optional.empty(), Optional.empty(), BodyType.JSON),
                Set.of(NotificationEvent.FAILING));
    }

    private void stop() {
        BlockingWait.until(outbox.close(), LONG);
        BlockingWait.until(store.close(), LONG);
    }

    @AfterEach
    void stopAgent() {
        stop();
        BlockingWait.until(vertx.close(), LONG);
    }

    private void write(Message... messages) {
        BlockingWait.until(store.run(open -> open.write(StoredChanges.messages(ID, messages))), LONG);
    }

    private Message to(String receiver, String id) {
        Notice notice = Notice.of(
                NotificationEvent.BLIND,
                IncidentAction.TRIGGER,
                NoticeFixture.NOON,
                NoticeFixture.deployment("1.4.2"),
                "x");
        Instant now = new VertxTime(vertx, vertx.getOrCreateContext()).now();
        return new Message(id, ID, receiver, notice.incident(), now, notice);
    }

    private String next() throws InterruptedException {
        return String.valueOf(received.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void whatIsWrittenGoesOut() throws Exception {
        for (int i = 0; i < 20; i++) {
            write(to("good", "m" + i));
            outbox.wake();

            assertThat(next()).isEqualTo("/good m" + i);
        }
    }

    @Test
    void aHangingReceiverHoldsUpNobodyElse() throws Exception {
        write(to("hangs", "m1"));
        outbox.wake();
        assertThat(next()).isEqualTo("/hangs m1");

        write(to("good", "m2"));
        outbox.wake();

        assertThat(next()).isEqualTo("/good m2");
    }

    @Test
    void aHangingReceiverIsCutAtTenSecondsAndDelaysNobodyMeanwhile() throws Exception {
        VertxTime time = new VertxTime(vertx, vertx.getOrCreateContext());
        write(to("hangs", "m1"));
        outbox.wake();
        assertThat(next()).isEqualTo("/hangs m1");
        long began = time.nanos();
        long worst = 0;
        Optional<String> again = Optional.empty();

        for (int i = 0; again.isEmpty(); i++) {
            long from = time.nanos();
            write(to("good", "g" + i));
            outbox.wake();
            String came = next();
            if (came.startsWith("/hangs")) {
                again = Optional.of(came);
                came = next();
            }
            assertThat(came).isEqualTo("/good g" + i);
            worst = Math.max(worst, time.nanos() - from);
            again = again.or(() -> Optional.ofNullable(poll(Duration.ofMillis(100))));
        }

        Duration cut = Duration.ofNanos(time.nanos() - began);
        log.info("hanging receiver tried again after {}, others delayed by at most {}", cut, Duration.ofNanos(worst));
        assertThat(again).contains("/hangs m1");
        assertThat(cut).as("10 s, and a second's backoff").isBetween(Duration.ofMillis(10_500), LONG);
        assertThat(Duration.ofNanos(worst)).isLessThan(Duration.ofSeconds(5));
    }

    private @Nullable String poll(Duration most) {
        try {
            return received.poll(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isTriedAgainUntilItIsTaken() throws Exception {
        write(to("down", "m1"));
        outbox.wake();

        assertThat(next()).isEqualTo("/down m1");
        assertThat(next()).isEqualTo("/down m1");
    }

    @Test
    void peopleHearAtOnceOfAMessageThatWasRefused() throws Exception {
        write(to("refuses", "m1"));
        outbox.wake();
        assertThat(next()).isEqualTo("/refuses m1");

        List<String> others = Stream.of(next(), next(), next(), next())
                .map(came -> came.split(" ", 2)[0])
                .toList();
        assertThat(others).containsExactlyInAnyOrder("/good", "/down", "/hangs", "/later");
    }

    @Test
    void whatWasPendingGoesOutAfterTheNextStart() throws Exception {
        stop();
        store = BlockingWait.on(
                StoreExecutor.open(vertx, () -> StoreFactory.open("sqlite:" + folder.resolve("p.db"))), LONG);
        write(to("good", "m1"), to("good", "m2"));
        BlockingWait.until(store.close(), LONG);

        start();

        assertThat(next()).isEqualTo("/good m1");
        assertThat(next()).isEqualTo("/good m2");
    }

    @Test
    void whatWasInWorkWhenTheAgentDiedGoesOutAfterTheNextStart() throws Exception {
        write(to("hangs", "m1"));
        outbox.wake();
        assertThat(next()).isEqualTo("/hangs m1");
        // as a crash leaves it: picked, and its message pending
        stop();

        start();

        assertThat(next()).isEqualTo("/hangs m1");
    }

    @Test
    void anAttemptThatTheEndCutsShortIsNoFaultAndGoesOutAfterTheNextStart() throws Exception {
        LogKept scheduler = new LogKept(java.util.logging.Logger.getLogger("com.github.kagkarlsson.scheduler"));
        write(to("hangs", "m1"));
        outbox.wake();
        assertThat(next()).isEqualTo("/hangs m1");

        stop();

        scheduler.close();
        assertThat(scheduler.lines()).isNotEmpty().noneMatch(line -> line.contains("CancellationException"));

        start();

        assertThat(next()).isEqualTo("/hangs m1");
    }

    @Test
    void whatWasLostWhenTheStoreFailedGoesOutSoon() throws Exception {
        Instant begun = new VertxTime(vertx, vertx.getOrCreateContext()).now().minusSeconds(10);
        BlockingWait.until(
                store.run(open -> TasksInWork.add(open, "good", OutboxScheduler.WORKER.getName(), begun)), LONG);
        write(to("good", "m1"));
        outbox.wake();

        assertThat(next()).isEqualTo("/good m1");
    }

    @Test
    void whatTheStoreCouldNotNoteIsTriedAgainOnTime() throws Exception {
        VertxTime time = new VertxTime(vertx, vertx.getOrCreateContext());
        isFailing.set(true);
        write(to("later", "m1"));
        outbox.wake();
        assertThat(next()).isEqualTo("/later m1");
        long began = time.nanos();
        assertThat(poll(Duration.ofSeconds(2))).as("the store is away").isNull();
        BlockingWait.until(store.run(MissingTable.SCHEDULED_TASKS::end), LONG);

        assertThat(next()).isEqualTo("/later m1");
        assertThat(Duration.ofNanos(time.nanos() - began))
                .as("7 s asked for, and 8 s until it counts as lost; the scheduler by itself takes 35 s")
                .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(20));
    }

    @Test
    void theJournalSaysWhatBecameOfIt() throws Exception {
        write(to("good", "m1"));
        outbox.wake();
        assertThat(next()).isEqualTo("/good m1");
        BlockingWait.until(outbox.close(), LONG);

        List<JournalEntry> journal =
                BlockingWait.on(store.submit(open -> open.journal().of(ID)), LONG);

        assertThat(journal).extracting(JournalEntry::kind).containsExactly(JournalEntry.Kind.DELIVERED);
    }

    @Test
    void aStormIsOneMessageWithinSeconds() throws Exception {
        Instant now = new VertxTime(vertx, vertx.getOrCreateContext()).now();
        for (int i = 0; i < 30; i++) {
            Notice notice = NoticeFixture.failing("x")
                    .about(new Evidence("check-" + i, "failing", Optional.empty(), Optional.empty()));
            write(new Message("m" + i, ID, "good", notice.incident(), now, notice));
            outbox.wake();
        }

        assertThat(next()).isEqualTo("/good m0+");
        assertThat(received).isEmpty();
    }
}
