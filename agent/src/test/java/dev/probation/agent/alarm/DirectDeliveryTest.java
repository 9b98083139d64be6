package dev.probation.agent.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.send.Sender;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ScriptedKind;
import dev.probation.agent.servers.Await;
import dev.probation.agent.store.Lease.Standing;
import dev.probation.agent.store.Message;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Mistake;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DirectDeliveryTest {

    private record Attempted(String message, Instant at, Optional<Instant> over, boolean isOver) {}

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final FakeTime time = new FakeTime(NoticeFixture.NOON);
    private final KnownIncidents incidents = new KnownIncidents();
    private final List<Attempted> attempts = new CopyOnWriteArrayList<>();

    /** What becomes of the first message; every other is taken. */
    private Future<Delivery> first =
            Future.succeededFuture(new Delivery.TryAgain(DeliveryFailure.SERVER_ERROR, "HTTP 503", Optional.empty()));

    /** What the first message has the receiver throw, if anything. */
    private @Nullable Mistake thrown;

    private final Receiver receiver = new Receiver() {
        @Override
        public Future<Delivery> send(Message message) {
            Notice notice = message.notice();
            attempts.add(new Attempted(message.id(), time.now(), notice.recoveredAt(), notice.isOver()));
            if (thrown != null && message.id().equals("m1")) {
                return thrown.make();
            }
            return message.id().equals("m1") ? first : Future.succeededFuture(new Delivery.Delivered("ok"));
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    };

    private Standing standing = Standing.HELD;
    private DirectDelivery delivery = deliveryTo(new ReceiverSettings() {});

    private DirectDelivery deliveryTo(ReceiverSettings settings) {
        return new DirectDelivery(
                new ConfiguredReceiver(
                        new ReceiverConfig("team", ScriptedKind.NAME, settings, EnumSet.allOf(NotificationEvent.class)),
                        ScriptedKind.AT_ONCE,
                        receiver,
                        Backoff.PATIENCE),
                new Sender(loop, new Metrics("1", "a").outbox()),
                incidents,
                loop,
                time,
                () -> Future.succeededFuture(standing));
    }

    @AfterEach
    void close() {
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
        onLoop(() -> {
            List.of(messages).forEach(delivery::add);
            delivery.begin();
        });
    }

    private void awaitSecond() {
        awaitTold("m2");
    }

    private void awaitTold(String message) {
        Await.until(message + " is told", () -> {
            onLoop(() -> time.advance(Duration.ofSeconds(1)));
            return attempts.stream().anyMatch(attempt -> attempt.message().equals(message));
        });
    }

    private static Message rollback(String id) {
        return NoticeFixture.message(id, "team", NoticeFixture.rollback("1.4.2"));
    }

    @Test
    void aReceiverThatAsksForNoWaitIsGivenOurs() {
        first = Future.succeededFuture(
                new Delivery.TryAgain(DeliveryFailure.RATE_LIMITED, "HTTP 429", Optional.of(Duration.ZERO)));

        tell(rollback("m1"));
        onLoop(() -> time.advance(Duration.ofMillis(100)));
        onLoop(() -> time.advance(Duration.ofMillis(100)));

        assertThat(attempts).hasSize(1);
    }

    @Test
    void peopleAreToldWhileNobodyKnowsWhoHasTheStoreAndNotByAnAgentThatHasLostIt() {
        standing = Standing.UNREACHABLE;
        tell(rollback("m2"));
        awaitTold("m2");
        standing = Standing.LOST;

        tell(rollback("m3"));
        onLoop(() -> time.advance(Duration.ofMinutes(10)));

        assertThat(attempts).extracting(Attempted::message).containsExactly("m2");
    }

    @Test
    void whatAnAgentSaidOfItsStoreItTakesBackThoughItHasLostIt() {
        standing = Standing.LOST;

        tell(NoticeFixture.message(
                "over",
                "team",
                Notice.ofStore(IncidentAction.RESOLVE, time.now(), "host", "Another agent has taken it over.")));

        awaitTold("over");
    }

    @Test
    void aReceiverThatBreaksItsPromiseHoldsUpNoOtherMessage() {
        first = Future.succeededFuture(null);

        tell(rollback("m1"), rollback("m2"));

        awaitSecond();
    }

    @Test
    void aMessageFromTheFutureHoldsUpNothingUrgent() {
        Message early = NoticeFixture.message("m1", "team", NoticeFixture.failing("p95"));
        Message fromTheFuture = new Message(
                early.id(),
                early.deployment(),
                early.receiver(),
                early.incident(),
                NoticeFixture.NOON.plus(Duration.ofHours(1)),
                early.notice());

        tell(fromTheFuture);
        onLoop(() -> time.advance(Duration.ofSeconds(1)));
        tell(rollback("m2"));
        awaitSecond();

        assertThat(attempts.get(0).at()).isBefore(NoticeFixture.NOON.plus(Duration.ofSeconds(10)));
    }

    @Test
    void triesSomeMinutesEverMoreRarelyThenLeavesItToTheStoreAndGoesOn() {
        Message first = NoticeFixture.message("m1", "team", NoticeFixture.rollback("1.4.2"));
        Message second = NoticeFixture.message("m2", "team", NoticeFixture.rollback("1.4.2"));
        onLoop(() -> {
            delivery.add(first);
            delivery.add(second);
            delivery.begin();
        });

        Await.until("the second is told", () -> {
            onLoop(() -> time.advance(Duration.ofSeconds(3)));
            return attempts.size() > 1
                    && attempts.get(attempts.size() - 1).message().equals("m2");
        });

        List<Instant> tried = attempts.stream()
                .filter(attempt -> attempt.message().equals("m1"))
                .map(Attempted::at)
                .toList();
        assertThat(tried).hasSize(10);
        assertThat(Duration.between(tried.get(0), tried.get(1))).isLessThan(Duration.ofSeconds(30));
        assertThat(Duration.between(tried.get(8), tried.get(9))).isGreaterThan(Duration.ofMinutes(3));
        assertThat(Duration.between(tried.get(0), tried.get(9)))
                .isBetween(Duration.ofMinutes(6), Duration.ofMinutes(11));
        assertThat(attempts).hasSize(11);
    }

    private static Message at(String id, Notice notice, int seconds) {
        Message message = NoticeFixture.message(id, "team", notice);
        return new Message(
                message.id(),
                message.deployment(),
                message.receiver(),
                message.incident(),
                NoticeFixture.NOON.plusSeconds(seconds),
                notice);
    }

    private List<String> attempted() {
        return attempts.stream().map(Attempted::message).toList();
    }

    /** The outbox has its beginning, and tells it first. */
    @Test
    void theEndOfWhatNobodyWasToldWaitsForTheStore() {
        tell(at("end", NoticeFixture.recovered(), 0));

        tell(rollback("m2"));

        awaitSecond();

        assertThat(attempted()).containsExactly("m2");
    }

    @Test
    void theEndOfWhatTheOutboxHasToldIsTold() {
        incidents.told(at("begun", NoticeFixture.failing("p95"), -60));

        tell(at("end", NoticeFixture.recovered(), 0));

        awaitTold("end");
    }

    @Test
    void theEndOfWhatCouldNotBeToldWaitsForTheStore() {
        first = Future.succeededFuture(new Delivery.Refused(DeliveryFailure.REFUSED, "HTTP 400"));
        tell(at("m1", NoticeFixture.failing("p95"), 0), at("end", NoticeFixture.recovered(), 1));
        awaitTold("m1");

        tell(rollback("m2"));

        awaitSecond();
        assertThat(attempted()).containsExactly("m1", "m2");
    }

    @Test
    void whatFailsAgainIsToldAfterItsEndAndWhatIsOverSaysSo() {
        tell(
                at("first", NoticeFixture.failing("p95"), -9),
                at("end", NoticeFixture.recovered(), -6),
                at("m2", NoticeFixture.failing("p95"), -3));

        awaitSecond();

        assertThat(attempted()).containsExactly("first", "end", "m2");
        assertThat(attempts)
                .extracting(Attempted::over)
                .containsExactly(Optional.of(NoticeFixture.NOON.minusSeconds(6)), Optional.empty(), Optional.empty());
    }

    /** Its watch ended while the check was failing. */
    @Test
    void whatIsWatchedNoMoreIsNotCalledGoodAgain() {
        Notice unwatched = Notice.of(
                        NotificationEvent.RECOVERED,
                        IncidentAction.RESOLVE,
                        NoticeFixture.NOON,
                        NoticeFixture.deployment("1.4.2"),
                        "the deployment has ended")
                .about(new Evidence("p95-latency", "failing", Optional.empty(), Optional.empty()));
        tell(at("m2", NoticeFixture.failing("p95"), -9), at("end", unwatched, -6));

        awaitSecond();

        assertThat(attempts).first().satisfies(told -> {
            assertThat(told.isOver()).isTrue();
            assertThat(told.over()).as("good again").isEmpty();
        });
    }

    /** Its end waits for the store. */
    @Test
    void whatIsGoodAgainIsNotCalledFailingWhereIncidentsAreShown() {
        delivery = deliveryTo(new ReceiverSettings() {
            @Override
            public boolean showsIncidents() {
                return true;
            }
        });

        tell(at("m2", NoticeFixture.failing("p95"), -9), at("end", NoticeFixture.recovered(), -6));

        awaitSecond();

        assertThat(attempts)
                .extracting(Attempted::over)
                .containsExactly(Optional.of(NoticeFixture.NOON.minusSeconds(6)));
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverThatThrowsHoldsUpNoOtherMessage(Mistake mistake) {
        thrown = mistake;

        tell(rollback("m1"), rollback("m2"));

        Await.until("the second is told", () -> {
            onLoop(() -> time.advance(Duration.ofSeconds(30)));
            return attempts.stream().anyMatch(attempt -> attempt.message().equals("m2"));
        });
    }
}
