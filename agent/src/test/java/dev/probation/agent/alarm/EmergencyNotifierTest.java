package dev.probation.agent.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.servers.Await;
import dev.probation.agent.store.Lease.Standing;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.store.sql.StoredChanges;
import dev.probation.agent.time.JumpingTime;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmergencyNotifierTest {

    @TempDir
    Path folder;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicInteger refusals = new AtomicInteger();
    private final JumpingTime clock = new JumpingTime(new VertxTime(vertx, loop));
    private final SteadyTime time = new SteadyTime(clock);
    private HttpServer server;
    private EmergencyNotifier notifier;
    private ReceiverConfig team;

    @BeforeEach
    void start() {
        server = Await.result(
                vertx.createHttpServer().requestHandler(this::receive).listen(0, "localhost"));
        Secret url = new Secret("http://localhost:" + server.actualPort() + "/slack");
        team = new ReceiverConfig(
                "team",
                "slack",
                new SlackSettings(url),
                Set.of(
                        NotificationEvent.FAILING,
                        NotificationEvent.ROLLBACK,
                        NotificationEvent.RECOVERED,
                        NotificationEvent.BLIND));
        notifier = new EmergencyNotifier(
                new ReceiverContext(vertx, time.wall()),
                loop,
                time,
                List.of(team),
                new Metrics("1", "a").outbox(),
                new KnownIncidents(),
                () -> Future.succeededFuture(Standing.HELD));
    }

    private void receive(HttpServerRequest request) {
        Future<Void> unused = request.body().compose(body -> {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return request.response().setStatusCode(503).end();
            }
            received.add(new JsonObject(body).getString("text"));
            return request.response().end("ok");
        });
    }

    @AfterEach
    void stop() {
        Await.done(notifier.close());
        Await.done(vertx.close());
    }

    private void onLoop(Runnable what) {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(ignored -> {
            what.run();
            done.complete();
        });
        Await.done(done.future());
    }

    private void tell(Message... messages) {
        onLoop(() -> notifier.tell(List.of(messages)));
    }

    @Test
    void aClockThatJumpedBackHoldsNothingUp() {
        clock.jump(Duration.ofHours(-1));
        Message early = NoticeFixture.message("m1", "team", NoticeFixture.failing("p95 612 ms"));
        Message stamped = new Message(
                early.id(), early.deployment(), early.receiver(), early.incident(), time.now(), early.notice());

        tell(stamped);

        Await.until("it is told", () -> !received.isEmpty());
    }

    @Test
    void whatCannotBeOpenedKeepsNobodyElseFromBeingTold() {
        ReceiverConfig broken = new ReceiverConfig("broken", "no such kind", team.settings(), team.on());
        notifier = new EmergencyNotifier(
                new ReceiverContext(vertx, time.wall()),
                loop,
                time,
                List.of(broken, team),
                new Metrics("1", "a").outbox(),
                new KnownIncidents(),
                () -> Future.succeededFuture(Standing.HELD));

        tell(
                NoticeFixture.message("m0", "broken", NoticeFixture.failing("p95 612 ms")),
                NoticeFixture.message("m1", "team", NoticeFixture.failing("p95 612 ms")));

        Await.until("it is told", () -> !received.isEmpty());
    }

    @Test
    void eachIsToldOnceAndTriedAgain() {
        refusals.set(1);
        Message failing = NoticeFixture.message("m1", "team", NoticeFixture.failing("p95 612 ms"));

        tell(failing);
        tell(failing, NoticeFixture.message("m2", "team", NoticeFixture.recovered()));

        Await.until("both are told", () -> received.size() == 2);
        assertThat(received.get(0)).contains("failing");
        tell(failing);
        Await.done(notifier.close());
        assertThat(received).hasSize(2);
    }

    @Test
    void noRollbackIsSignalledAndPeopleAreToldThatItIsNot() {
        Notice signal = NoticeFixture.rollback("1.4.2").decided("rollback-1");

        tell(
                NoticeFixture.message("s1", "team", signal),
                NoticeFixture.message("s2", "hook", signal),
                NoticeFixture.message(
                        "m1",
                        "team",
                        Notice.of(
                                        NotificationEvent.ROLLBACK,
                                        IncidentAction.TRIGGER,
                                        NoticeFixture.NOON,
                                        NoticeFixture.deployment("1.4.2"),
                                        "7 % > 5 %")
                                .announced("We are rolling back.")));

        Await.until("one is told", () -> !received.isEmpty());
        Await.done(notifier.close());
        assertThat(received).hasSize(1);
        assertThat(received.get(0)).contains("No rollback is signalled").doesNotContain("We are rolling back.");
    }

    @Test
    void whatWasToldIsNotPendingOnceItIsWritten() {
        String id = NoticeFixture.deployment("1.4.2").id();
        Message told = NoticeFixture.message("m1", "team", NoticeFixture.failing("p95 612 ms"));
        Message untold = NoticeFixture.message("m2", "team", NoticeFixture.recovered());
        tell(told);
        Await.until("it is told", () -> !received.isEmpty());

        try (Store store = StoreFactory.open("sqlite:" + folder.resolve("p.db"))) {
            assertThat(store.add(NoticeFixture.deployment("1.4.2"), "abc", StoredChanges.nothing(id)))
                    .isTrue();
            Await.until(
                    "it is noted that it was told",
                    () -> notifier.told(List.of(told, untold)).size() == 1);
            store.write(StoredChanges.messages(id, told, untold), notifier.told(List.of(told, untold)));
            assertThat(store.outgoing().backlog().messages()).isOne();
            assertThat(store.journal().of(id)).hasSize(1);
        }
    }

    @Test
    void theStoreItselfIsAnIncidentOfItsOwn() {
        onLoop(() -> notifier.tell(Notice.ofStore(
                IncidentAction.TRIGGER, NoticeFixture.NOON, "probation.example.com", "the disk is full")));

        Await.until("it is told", () -> !received.isEmpty());
        assertThat(received.get(0)).contains("probation.example.com: the agent's store cannot be used", "disk is full");
        Notice notice = Notice.ofStore(IncidentAction.RESOLVE, NoticeFixture.NOON, "probation.example.com", "");
        assertThat(notice.incident()).isEqualTo("probation/probation.example.com/store");
    }
}
