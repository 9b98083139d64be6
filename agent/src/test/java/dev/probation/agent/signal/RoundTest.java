package dev.probation.agent.signal;

import static dev.probation.agent.signal.Notices.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Occasion;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.signal.Delivery.Delivered;
import dev.probation.agent.signal.Delivery.Refused;
import dev.probation.agent.signal.Delivery.TryAgain;
import dev.probation.agent.store.Journal;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Outgoing;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreThread;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.Stores;
import dev.probation.agent.store.Written;
import dev.probation.agent.time.FakeTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration ROLLBACK_DEADLINE = Duration.ofMinutes(15);
    private static final TryAgain BUSY = new TryAgain(DeliveryFailure.SERVER_ERROR, "HTTP 503", Optional.empty());
    private static final String ID = Notices.deployment("1.4.2").id();

    /** Answers as it was told to, then takes everything; remembers what it was sent. */
    private static final class Scripted implements Receiver {
        private final Deque<Delivery> answers = new ArrayDeque<>();
        private final List<String> sent = new ArrayList<>();
        private final boolean once;

        Scripted(boolean once) {
            this.once = once;
        }

        @Override
        public Future<Delivery> send(Message message) {
            sent.add(message.id());
            return Future.succeededFuture(answers.isEmpty() ? new Delivered("ok") : answers.remove());
        }

        @Override
        public boolean isOnce() {
            return once;
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final FakeTime time = new FakeTime(NOON);
    private final Scripted team = new Scripted(false);
    private final Scripted deployer = new Scripted(false);
    private final Scripted command = new Scripted(true);
    private final List<String> signalled = new ArrayList<>();

    private StoreThread store;
    private Round round;

    @BeforeEach
    void open() {
        store = Waiting.on(
                StoreThread.open(vertx, () -> Stores.open("sqlite:" + folder.resolve("p.db"), Optional.empty())), LONG);
        boolean added = ask(open -> open.add(Notices.deployment("1.4.2"), "abc", Written.nothing(ID)));
        assertThat(added).isTrue();
        OutboxMetrics metrics = new Metrics("1", "a").outbox();
        round = new Round(
                store,
                time,
                new Backoff(() -> 0.5),
                new Postman(vertx.getOrCreateContext(), metrics),
                Map.of(
                        "team",
                                new Addressee(
                                        config("team", Set.of(Occasion.ROLLBACK, Occasion.FAILING)),
                                        team,
                                        Backoff.PATIENCE),
                        "deployer", new Addressee(config("deployer", Set.of()), deployer, ROLLBACK_DEADLINE),
                        "command", new Addressee(config("command", Set.of()), command, ROLLBACK_DEADLINE)),
                metrics,
                signalled::add);
    }

    private static ReceiverConfig config(String name, Set<Occasion> on) {
        return new ReceiverConfig(name, "scripted", new ReceiverSettings() {}, on);
    }

    @AfterEach
    void close() {
        Waiting.until(store.close(), LONG);
        Waiting.until(vertx.close(), LONG);
    }

    private <T> T ask(Function<Store, T> question) {
        return Waiting.on(store.submit(question), LONG);
    }

    private void write(Message... messages) {
        Waiting.until(store.run(open -> open.write(Written.messages(ID, messages))), LONG);
    }

    private static Message to(String receiver, String id, Notice notice) {
        return Notices.message(id, receiver, notice);
    }

    private List<Journal> journal() {
        return ask(open -> open.journal(ID));
    }

    @Test
    void deliversInOrderAndSaysSoInTheJournal() {
        write(to("team", "m1", Notices.failing("x")), to("team", "m2", Notices.recovered()));

        assertThat(round.deliver("team")).isEmpty();

        assertThat(team.sent).containsExactly("m1", "m2");
        assertThat(journal()).extracting(Journal::kind).containsOnly(Journal.Kind.DELIVERED);
        assertThat(journal().get(0).data().getString("receiver")).isEqualTo("team");
    }

    @Test
    void aRecoveryNeverOvertakesItsFailure() {
        write(
                to("team", "failing", Notices.failing("x")),
                to("team", "recovered", Notices.recovered()),
                to("team", "rollback", Notices.rollback("1.4.2")));
        team.answers.add(BUSY);

        Optional<Instant> next = round.deliver("team");
        assertThat(team.sent).as("another incident goes on").containsExactly("failing", "rollback");
        assertThat(next).contains(NOON.plusSeconds(1));

        time.advance(Duration.ofSeconds(1));
        assertThat(round.deliver("team")).isEmpty();
        assertThat(team.sent).containsExactly("failing", "rollback", "failing", "recovered");
    }

    @Test
    void triesForThirtyHoursAndThenSaysThatItGaveUp() {
        write(to("team", "m1", Notices.failing("x")));
        Instant began = time.now();

        Optional<Instant> next = Optional.of(began);
        while (next.isPresent()) {
            time.advance(Duration.between(time.now(), next.orElseThrow()));
            team.answers.add(BUSY);
            next = round.deliver("team");
        }

        assertThat(Duration.between(began, time.now())).isBetween(Duration.ofHours(30), Duration.ofHours(31));
        assertThat(team.sent.size()).isBetween(150, 250);
        assertThat(journal()).hasSize(1);
        assertThat(journal().get(0).kind()).isEqualTo(Journal.Kind.UNDELIVERED);
        assertThat(journal().get(0).data().getString("reason"))
                .contains("given up")
                .contains("HTTP 503");
    }

    @Test
    void aRollbackIsNotSignalledOnceItsDeadlineHasPassedAndPeopleAreTold() {
        write(to("deployer", "m1", Notices.rollback("1.4.2")));
        deployer.answers.add(BUSY);
        Optional<Instant> again = round.deliver("deployer");
        time.advance(ROLLBACK_DEADLINE.plusSeconds(1));

        assertThat(again).isPresent();
        assertThat(round.deliver("deployer")).isEmpty();
        assertThat(round.deliver("team")).isEmpty();

        assertThat(deployer.sent).as("the one attempt before the deadline").hasSize(1);
        assertThat(signalled).isEmpty();
        assertThat(journal().get(0).kind()).isEqualTo(Journal.Kind.UNDELIVERED);
        assertThat(journal().get(0).data().getString("reason")).contains("deadline of 15m has passed");
        assertThat(team.sent).as("people are told").hasSize(1);
    }

    @Test
    void aRollbackIsNotSignalledOnceItsDeploymentHasEnded() {
        write(to("deployer", "m1", Notices.rollback("1.4.2")));
        Waiting.until(store.run(open -> open.write(Written.ended(ID, StoredDeployment.Phase.SUPERSEDED))), LONG);

        assertThat(round.deliver("deployer")).isEmpty();

        assertThat(deployer.sent).isEmpty();
        assertThat(journal().get(1).data().getString("reason")).contains("the deployment has ended");
    }

    @Test
    void leavesAReceiverAloneForAsLongAsItAsked() {
        write(to("team", "m1", Notices.failing("x")), to("team", "m2", Notices.rollback("1.4.2")));
        team.answers.add(new TryAgain(DeliveryFailure.RATE_LIMITED, "HTTP 429", Optional.of(Duration.ofSeconds(90))));

        assertThat(round.deliver("team")).contains(NOON.plusSeconds(90));
        time.advance(Duration.ofSeconds(89));
        assertThat(round.deliver("team")).contains(NOON.plusSeconds(90));
        assertThat(team.sent).containsExactly("m1");

        time.advance(Duration.ofSeconds(1));
        assertThat(round.deliver("team")).isEmpty();
        assertThat(team.sent).containsExactly("m1", "m1", "m2");
    }

    @Test
    void whatIsRefusedForGoodIsNotRepeatedAndLetsTheNextPass() {
        write(to("team", "m1", Notices.failing("x")), to("team", "m2", Notices.recovered()));
        team.answers.add(new Refused(DeliveryFailure.REFUSED, "HTTP 404"));

        assertThat(round.deliver("team")).isEmpty();

        assertThat(team.sent).containsExactly("m1", "m2");
        assertThat(journal())
                .extracting(Journal::kind)
                .containsExactly(Journal.Kind.UNDELIVERED, Journal.Kind.DELIVERED);
    }

    @Test
    void aSignalThatADeployerTookIsARollbackSignalled() {
        write(to("deployer", "m1", Notices.rollback("1.4.2")));

        assertThat(round.deliver("deployer")).isEmpty();

        assertThat(journal()).extracting(Journal::kind).containsExactly(Journal.Kind.ROLLBACK_SIGNALLED);
        assertThat(signalled).containsExactly(ID);
    }

    @Test
    void peopleAreToldOfASignalThatGotLost() {
        write(to("deployer", "m1", Notices.rollback("1.4.2")));
        deployer.answers.add(new Refused(DeliveryFailure.REFUSED, "HTTP 401"));

        assertThat(round.deliver("deployer")).isEmpty();
        List<Outgoing.Pending> due = ask(open -> open.outgoing().due("team", NOON));
        assertThat(due).singleElement().satisfies(pending -> {
            Notice told = Notice.fromJson(pending.message().body());
            assertThat(told.occasion()).isEqualTo(Occasion.ROLLBACK);
            assertThat(told.reason()).contains("deployer").contains("HTTP 401").contains("by hand");
            assertThat(told.decision()).contains("rollback-bookreader-1");
        });
    }

    @Test
    void aCommandIsNeverStartedTwice() {
        write(to("command", "m1", Notices.rollback("1.4.2")));
        boolean started = ask(open -> open.outgoing().start("m1", NOON));
        assertThat(started).isTrue();

        assertThat(round.deliver("command")).isEmpty();

        assertThat(command.sent).isEmpty();
        assertThat(journal().get(0).kind()).isEqualTo(Journal.Kind.UNDELIVERED);
        assertThat(journal().get(0).data().getString("reason")).contains("outcome unknown");
        List<String> told = ask(open -> open.outgoing().receivers());
        assertThat(told).containsExactly("team");
    }

    @Test
    void aCommandThatFailedIsNotTriedAgain() {
        write(to("command", "m1", Notices.rollback("1.4.2")));
        command.answers.add(BUSY);

        assertThat(round.deliver("command")).isEmpty();

        assertThat(command.sent).containsExactly("m1");
        assertThat(journal().get(0).data().getString("reason")).contains("not started again");
    }

    @Test
    void aReceiverThatIsGoneFromTheConfigurationIsSaid() {
        write(to("gone", "m1", Notices.failing("x")));

        assertThat(round.deliver("gone")).isEmpty();

        assertThat(journal().get(0).data().getString("reason")).contains("no receiver of this name");
    }
}
