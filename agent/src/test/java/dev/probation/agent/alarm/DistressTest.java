package dev.probation.agent.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Occasion;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notices;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.servers.Await;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.sql.Stores;
import dev.probation.agent.store.sql.Written;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistressTest {

    @TempDir
    Path folder;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer server;
    private Distress distress;

    @BeforeEach
    void start() {
        server = Await.result(
                vertx.createHttpServer().requestHandler(this::receive).listen(0, "localhost"));
        Secret url = new Secret("http://localhost:" + server.actualPort() + "/slack");
        ReceiverConfig team = new ReceiverConfig(
                "team",
                "slack",
                new SlackSettings(url),
                Set.of(Occasion.FAILING, Occasion.ROLLBACK, Occasion.RECOVERED, Occasion.BLIND));
        distress = new Distress(vertx, loop, new VertxTime(vertx, loop), List.of(team), new Metrics("1", "a").outbox());
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
        Await.done(distress.close());
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
        onLoop(() -> distress.tell(List.of(messages)));
    }

    @Test
    void eachIsToldOnceAndTriedAgain() {
        refusals.set(1);
        Message failing = Notices.message("m1", "team", Notices.failing("p95 612 ms"));

        tell(failing);
        tell(failing, Notices.message("m2", "team", Notices.recovered()));

        Await.until("both are told", () -> received.size() == 2);
        assertThat(received.get(0)).contains("failing");
        tell(failing);
        Await.done(distress.close());
        assertThat(received).hasSize(2);
    }

    @Test
    void noRollbackIsSignalledAndPeopleAreToldThatItIsNot() {
        Notice signal = Notices.rollback("1.4.2").decided("rollback-1");

        tell(
                Notices.message("s1", "team", signal),
                Notices.message("s2", "hook", signal),
                Notices.message(
                        "m1",
                        "team",
                        Notice.of(
                                        Occasion.ROLLBACK,
                                        Notice.Step.OPENS,
                                        Notices.NOON,
                                        Notices.deployment("1.4.2"),
                                        "7 % > 5 %")
                                .announced(Optional.of("We are rolling back."))));

        Await.until("one is told", () -> !received.isEmpty());
        Await.done(distress.close());
        assertThat(received).hasSize(1);
        assertThat(received.get(0)).contains("no rollback is signalled").doesNotContain("We are rolling back.");
    }

    @Test
    void whatWasToldIsNotPendingOnceItIsWritten() {
        String id = Notices.deployment("1.4.2").id();
        Message told = Notices.message("m1", "team", Notices.failing("p95 612 ms"));
        Message untold = Notices.message("m2", "team", Notices.recovered());
        tell(told);
        Await.until("it is told", () -> !received.isEmpty());

        try (Store store = Stores.open("sqlite:" + folder.resolve("p.db"), Optional.empty())) {
            assertThat(store.add(Notices.deployment("1.4.2"), "abc", Written.nothing(id)))
                    .isTrue();
            store.write(Written.messages(id, told, untold));
            Await.until("it is noted that it was told", () -> {
                distress.settling(List.of(told, untold)).accept(store.outgoing());
                return store.outgoing().backlog().messages() == 1;
            });
            assertThat(store.journal(id)).hasSize(1);
        }
    }

    @Test
    void theStoreItselfIsAnIncidentOfItsOwn() {
        onLoop(() -> distress.tell(
                Notice.ofStore(Notice.Step.OPENS, Notices.NOON, "probation.example.com", "the disk is full")));

        Await.until("it is told", () -> !received.isEmpty());
        assertThat(received.get(0)).contains("probation.example.com: the agent's store cannot be used", "disk is full");
        Notice notice = Notice.ofStore(Notice.Step.RESOLVES, Notices.NOON, "probation.example.com", "");
        assertThat(notice.incident()).isEqualTo("probation/probation.example.com/store");
    }
}
