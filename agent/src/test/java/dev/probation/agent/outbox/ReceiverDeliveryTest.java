package dev.probation.agent.outbox;

import static dev.probation.agent.notice.NoticeFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.outbox.stage.BlockingWait;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.finish.PostponeStage;
import dev.probation.agent.outbox.stage.send.Sender;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.ScriptedKind;
import dev.probation.agent.report.ReportJson;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.Silence;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.sql.MissingTable;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.store.sql.StoredChanges;
import dev.probation.agent.store.sql.WrittenMessages;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Mistake;
import dev.probation.agent.web.Pictures;
import dev.probation.agent.web.api.ApiSchema;
import dev.probation.rules.deployment.Deployment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverDeliveryTest {

    private static final ApiSchema REPORT = ApiSchema.shipped("Report");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration ROLLBACK_DEADLINE = Duration.ofMinutes(15);
    private static final TryAgain BUSY = new TryAgain(DeliveryFailure.SERVER_ERROR, "HTTP 503", Optional.empty());
    private static final String ID = NoticeFixture.deployment("1.4.2").id();

    private static final ReceiverKind BUNDLING = new ScriptedKind(true, Duration.ZERO);
    private static final ReceiverSettings PAGES = new ReceiverSettings() {
        @Override
        public boolean holdsIncidents() {
            return true;
        }
    };

    private static final ReceiverSettings SHOWS = new ReceiverSettings() {
        @Override
        public boolean showsIncidents() {
            return true;
        }
    };

    /** Answers as it was told to, then takes everything; remembers what it was sent. */
    private static final class Scripted implements Receiver {
        private final Deque<Delivery> answers = new ArrayDeque<>();
        private final List<String> sent = new ArrayList<>();
        private final List<Message> messages = new ArrayList<>();
        private final BlockingQueue<String> began = new LinkedBlockingQueue<>();
        private final boolean once;
        private volatile Optional<Future<Delivery>> holding = Optional.empty();
        private volatile @Nullable Mistake thrown;

        Scripted(boolean once) {
            this.once = once;
        }

        @Override
        public Future<Delivery> send(Message message) {
            sent.add(message.id());
            messages.add(message);
            began.add(message.id());
            if (thrown != null) {
                return thrown.make();
            }
            if (holding.isPresent()) {
                return holding.orElseThrow();
            }
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
    private final Scripted channel = new Scripted(false);
    private final Scripted slow = new Scripted(false);
    private final Scripted pager = new Scripted(false);
    private final Scripted bridge = new Scripted(false);
    private final Scripted deployer = new Scripted(false);
    private final Scripted command = new Scripted(true);
    private final Scripted guarded = new Scripted(true);
    private boolean endedUnsaved;
    private @Nullable Mistake endUnknown;
    private final KnownIncidents incidents = new KnownIncidents();
    private final List<String> signalled = new ArrayList<>();

    private StoreExecutor store;
    private ReceiverDelivery delivery;

    @BeforeEach
    void open() {
        store = BlockingWait.on(
                StoreExecutor.open(vertx, () -> StoreFactory.open("sqlite:" + folder.resolve("p.db"))), LONG);
        boolean added = ask(open -> open.add(NoticeFixture.deployment("1.4.2"), "abc", StoredChanges.nothing(ID)));
        assertThat(added).isTrue();
        delivery = started();
    }

    /** As after a start of the agent: it remembers nothing. */
    private ReceiverDelivery started() {
        OutboxMetrics metrics = new Metrics("1", "a").outbox();
        return new ReceiverDelivery(
                store,
                time,
                new Backoff(() -> 0.5),
                new Sender(vertx.getOrCreateContext(), metrics),
                Stream.of(
                                person("team", team, ScriptedKind.AT_ONCE, new ReceiverSettings() {}),
                                person("channel", channel, BUNDLING, new ReceiverSettings() {}),
                                person(
                                        "slow",
                                        slow,
                                        new ScriptedKind(false, Duration.ofSeconds(1)),
                                        new ReceiverSettings() {}),
                                person("pager", pager, BUNDLING, PAGES),
                                person("bridge", bridge, BUNDLING, SHOWS),
                                deployer("deployer", deployer),
                                deployer("command", command),
                                guarded("guarded", guarded))
                        .collect(Collectors.toMap(ConfiguredReceiver::name, Function.identity())),
                metrics,
                incidents,
                new RollbackFollower() {
                    @Override
                    public void signalled(String deployment) {
                        boolean unusedAdded = signalled.add(deployment);
                    }

                    @Override
                    public Future<Boolean> hasEnded(String deployment) {
                        return endUnknown == null ? Future.succeededFuture(endedUnsaved) : endUnknown.make();
                    }
                },
                () -> {});
    }

    private static ConfiguredReceiver person(
            String name, Receiver receiver, ReceiverKind kind, ReceiverSettings settings) {
        Set<NotificationEvent> on = EnumSet.allOf(NotificationEvent.class);
        return new ConfiguredReceiver(
                new ReceiverConfig(name, ScriptedKind.NAME, settings, on), kind, receiver, Backoff.PATIENCE);
    }

    private static ConfiguredReceiver deployer(String name, Receiver receiver) {
        ReceiverConfig config = new ReceiverConfig(name, ScriptedKind.NAME, new ReceiverSettings() {}, Set.of());
        return new ConfiguredReceiver(config, ScriptedKind.AT_ONCE, receiver, ROLLBACK_DEADLINE);
    }

    private static ConfiguredReceiver guarded(String name, Receiver receiver) {
        ConfiguredReceiver open = deployer(name, receiver);
        return new ConfiguredReceiver(open.config(), open.traits(), receiver, open.patience(), true);
    }

    @AfterEach
    void close() {
        try {
            assertReportIsDescribed();
        } finally {
            BlockingWait.until(store.close(), LONG);
            BlockingWait.until(vertx.close(), LONG);
        }
    }

    /** The report on what became of messages is as the API describes it; tests write other entries themselves. */
    private void assertReportIsDescribed() {
        List<JournalEntry> journal = journal().stream()
                .filter(entry -> entry.data().containsKey("message"))
                .toList();
        String report = ReportJson.deployment(Pictures.watching("bookreader", "1.4.2"), journal)
                .encode();

        assertThat(REPORT.violations(report)).isEmpty();
    }

    private <T> T ask(Function<Store, T> question) {
        return BlockingWait.on(store.submit(question), LONG);
    }

    private void write(Message... messages) {
        BlockingWait.until(store.run(open -> open.write(StoredChanges.messages(ID, messages))), LONG);
    }

    private static Message to(String receiver, String id, Notice notice) {
        return NoticeFixture.message(id, receiver, notice);
    }

    private List<JournalEntry> journal() {
        return ask(open -> open.journal().of(ID));
    }

    private List<JournalEntry> undelivered() {
        return journal().stream()
                .filter(entry -> entry.kind() == JournalEntry.Kind.UNDELIVERED)
                .toList();
    }

    @Test
    void deliversInOrderAndSaysSoInTheJournal() {
        write(to("team", "m1", NoticeFixture.failing("x")), to("team", "m2", NoticeFixture.recovered()));

        assertThat(delivery.deliver("team")).isEmpty();

        assertThat(team.sent).containsExactly("m1", "m2");
        assertThat(journal()).extracting(JournalEntry::kind).containsOnly(JournalEntry.Kind.DELIVERED);
        assertThat(journal().get(0).data().getString("receiver")).isEqualTo("team");
    }

    @Test
    void aRecoveryNeverOvertakesItsFailure() {
        Notice another = failing("health", NOON);
        write(
                to("team", "failing", NoticeFixture.failing("x")),
                to("team", "recovered", NoticeFixture.recovered()),
                to("team", "another", another));
        team.answers.add(BUSY);

        Optional<Instant> next = delivery.deliver("team");
        assertThat(team.sent).as("another incident goes on").containsExactly("failing", "another");
        assertThat(next).contains(NOON.plusSeconds(1));

        time.advance(Duration.ofSeconds(1));
        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(team.sent).containsExactly("failing", "another", "failing", "recovered");
    }

    @Test
    void triesForThirtyHoursAndThenSaysThatItGaveUp() {
        write(to("team", "m1", NoticeFixture.failing("x")));
        Instant began = time.now();

        Optional<Instant> next = Optional.of(began);
        while (next.isPresent()) {
            time.advance(Duration.between(time.now(), next.orElseThrow()));
            team.answers.add(BUSY);
            next = delivery.deliver("team");
        }

        assertThat(Duration.between(began, time.now())).isBetween(Duration.ofHours(30), Duration.ofHours(31));
        assertThat(team.sent.size()).isBetween(150, 250);
        assertThat(journal()).hasSize(1);
        assertThat(journal().get(0).kind()).isEqualTo(JournalEntry.Kind.UNDELIVERED);
        assertThat(journal().get(0).data().getString("reason"))
                .contains("given up")
                .contains("HTTP 503");
    }

    @Test
    void aRollbackIsNotSignalledOnceItsDeadlineHasPassedAndPeopleAreTold() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        deployer.answers.add(BUSY);
        Optional<Instant> again = delivery.deliver("deployer");
        time.advance(ROLLBACK_DEADLINE.plusSeconds(1));

        assertThat(again).isPresent();
        assertThat(delivery.deliver("deployer")).isEmpty();
        assertThat(delivery.deliver("team")).isEmpty();

        assertThat(deployer.sent).as("the one attempt before the deadline").hasSize(1);
        assertThat(signalled).as("who follows the rollback hears of its end").containsExactly(ID, ID);
        assertThat(undelivered().get(0).data().getString("reason"))
                .contains("deadline of 15m has passed")
                .endsWith("; the last attempt failed: HTTP 503");
        assertThat(team.sent).as("people are told").hasSize(1);
    }

    @Test
    void theLogSaysWhetherItIsASignalOrAMessageThatIsTriedAgain() {
        LogKept kept = new LogKept(Logger.getLogger(PostponeStage.class.getName()));
        try {
            write(
                    to("deployer", "m1", NoticeFixture.rollback("1.4.2")),
                    to("team", "m2", NoticeFixture.rollback("1.4.2")));
            deployer.answers.add(BUSY);
            team.answers.add(BUSY);

            assertThat(delivery.deliver("deployer")).isPresent();
            assertThat(delivery.deliver("team")).isPresent();
        } finally {
            kept.close();
        }

        assertThat(kept.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("rollback signal not delivered, trying again receiver=deployer"),
                        line -> assertThat(line).startsWith("message not delivered, trying again receiver=team"));
    }

    private static TryAgain leaveAloneFor(Duration wait) {
        return new TryAgain(DeliveryFailure.RATE_LIMITED, "HTTP 429", Optional.of(wait));
    }

    @Test
    void aReceiverThatAsksToBeLeftAloneHoldsUpNoRollbacksDeadline() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        deployer.answers.add(leaveAloneFor(Duration.ofHours(24)));

        assertThat(delivery.deliver("deployer")).contains(NOON.plus(ROLLBACK_DEADLINE));
        time.advance(ROLLBACK_DEADLINE);
        assertThat(delivery.deliver("deployer")).isEmpty();

        assertThat(deployer.sent).containsExactly("m1");
        assertThat(undelivered().get(0).data().getString("reason")).contains("deadline of 15m has passed");
        assertThat(signalled).containsExactly(ID, ID);
    }

    @Test
    void whatCameWhileAReceiverIsLeftAloneEndsAtItsOwnDeadline() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        deployer.answers.add(leaveAloneFor(Duration.ofHours(1)));
        Optional<Instant> first = delivery.deliver("deployer");
        time.advance(Duration.ofMinutes(5));
        write(written("deployer", "m2", time.now()));

        assertThat(first).contains(NOON.plus(ROLLBACK_DEADLINE));
        assertThat(delivery.deliver("deployer")).contains(NOON.plus(ROLLBACK_DEADLINE));
        time.advance(Duration.ofMinutes(10));
        assertThat(delivery.deliver("deployer")).as("the other's").contains(NOON.plus(Duration.ofMinutes(20)));
        time.advance(Duration.ofMinutes(5));
        assertThat(delivery.deliver("deployer")).isEmpty();

        assertThat(deployer.sent).containsExactly("m1");
        assertThat(undelivered()).hasSize(2);
    }

    private static Message written(String receiver, String id, Instant at) {
        Message model = to(receiver, id, NoticeFixture.rollback("1.4.2"));
        return new Message(id, ID, receiver, id, at, model.notice());
    }

    @Test
    void aRetryIsNeverPlannedAfterARollbacksDeadline() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));

        Optional<Instant> next = Optional.of(time.now());
        while (next.isPresent()) {
            time.advance(Duration.between(time.now(), next.orElseThrow()));
            deployer.answers.add(BUSY);
            next = delivery.deliver("deployer");
        }

        assertThat(time.now()).isEqualTo(NOON.plus(ROLLBACK_DEADLINE));
        assertThat(undelivered().get(0).data().getString("reason")).contains("deadline of 15m has passed");
    }

    @Test
    void aSignalThatWaitsIsGivenUpAtOnceWhenItsDeploymentEnds() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        deployer.answers.add(leaveAloneFor(Duration.ofHours(1)));
        Optional<Instant> waits = delivery.deliver("deployer");
        BlockingWait.until(
                store.run(open -> open.write(StoredChanges.ended(ID, StoredDeployment.Phase.SUPERSEDED))), LONG);

        assertThat(waits).isPresent();
        assertThat(delivery.deliver("deployer")).isEmpty();

        assertThat(undelivered().get(0).data().getString("reason")).contains("the deployment has ended");
    }

    @Test
    void aStormIsGivenUpAsOneMessageWhereItsReceiverAsksToBeLeftAloneForLonger() {
        fails("channel", "latency");
        fails("channel", "errors");
        time.advance(Duration.ofSeconds(10));
        channel.answers.add(leaveAloneFor(Backoff.PATIENCE.plusHours(1)));

        assertThat(delivery.deliver("channel")).contains(NOON.plus(Backoff.PATIENCE));
        time.advance(Backoff.PATIENCE);
        assertThat(delivery.deliver("channel")).isEmpty();

        assertThat(channel.sent).hasSize(1);
        assertThat(journal()).hasSize(1);
        assertThat(journal().get(0).data().getString("reason"))
                .contains("given up after 1d6h, as the receiver asked to be left alone");
        assertThat(journal().get(0).data().getInteger("messages")).isEqualTo(2);
        assertThat(journal().get(0).data().getString("said")).isEqualTo("bookreader 1.4.2: 2 checks are failing");
    }

    @Test
    void whatIsTooOldAfterAnOutageOfTheAgentIsTriedOnceMore() {
        write(to("slow", "m1", NoticeFixture.failing("x")), written("slow", "m2", NOON));
        time.advance(Backoff.PATIENCE.plusHours(1));

        assertThat(delivery.deliver("slow")).contains(time.now().plusSeconds(1));
        time.advance(Duration.ofSeconds(1));
        assertThat(delivery.deliver("slow")).isEmpty();

        assertThat(slow.sent).containsExactly("m2", "m1");
    }

    @Test
    void aRollbackIsNotSignalledOnceItsDeploymentHasEnded() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        BlockingWait.until(
                store.run(open -> open.write(StoredChanges.ended(ID, StoredDeployment.Phase.SUPERSEDED))), LONG);

        assertThat(delivery.deliver("deployer")).isEmpty();

        assertThat(deployer.sent).isEmpty();
        assertThat(journal().get(1).data().getString("reason")).contains("the deployment has ended");
    }

    /** As after a night without an agent: nobody needs to act on what was given up before. */
    @ParameterizedTest
    @CsvSource({
        "CANCELLED, the deployment has ended",
        "SUPERSEDED, the deployment has ended",
        "NOT_RECOVERED, the rollback's deadline"
    })
    void anEndExplainsMoreThanTheDeadlineThatPassedSince(StoredDeployment.Phase phase, String why) {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        BlockingWait.until(store.run(open -> open.write(StoredChanges.ended(ID, phase))), LONG);
        time.advance(Duration.ofHours(1));

        assertThat(delivery.deliver("deployer")).isEmpty();

        assertThat(undelivered().get(0).data().getString("reason")).startsWith(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployer", "command"})
    void aRollbackIsNotSignalledOnceItsDeploymentHasEndedThoughThatIsNotOnDisk(String receiver) {
        write(to(receiver, "m1", NoticeFixture.rollback("1.4.2")), to("team", "m2", NoticeFixture.failing("x")));
        endedUnsaved = true;

        assertThat(delivery.deliver(receiver)).isEmpty();
        assertThat(delivery.deliver("team")).isEmpty();

        assertThat(receiver(receiver).sent).isEmpty();
        assertThat(team.sent).as("people are told all the same").contains("m2");
        assertThat(undelivered().get(0).data().getString("reason"))
                .isEqualTo("the deployment has ended, so the rollback is no longer signalled");
    }

    @ParameterizedTest
    @EnumSource
    void aRollbackIsSignalledThoughItCannotBeSeenWhetherItsDeploymentHasEnded(Mistake mistake) {
        write(to("command", "m1", NoticeFixture.rollback("1.4.2")));
        endUnknown = mistake;

        assertThat(delivery.deliver("command")).isEmpty();

        assertThat(command.sent).containsExactly("m1");
        assertThat(undelivered()).isEmpty();
    }

    @Test
    void leavesAReceiverAloneForAsLongAsItAsked() {
        write(to("team", "m1", NoticeFixture.rollback("1.4.2")), to("team", "m2", NoticeFixture.failing("x")));
        team.answers.add(new TryAgain(DeliveryFailure.RATE_LIMITED, "HTTP 429", Optional.of(Duration.ofSeconds(90))));

        assertThat(delivery.deliver("team")).contains(NOON.plusSeconds(90));
        time.advance(Duration.ofSeconds(89));
        assertThat(delivery.deliver("team")).contains(NOON.plusSeconds(90));
        assertThat(team.sent).containsExactly("m1");

        time.advance(Duration.ofSeconds(1));
        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(team.sent).containsExactly("m1", "m1", "m2");
    }

    @Test
    void aReceiverThatAsksForNoWaitHoldsUpNoOtherMessage() {
        write(to("team", "m1", NoticeFixture.rollback("1.4.2")), to("team", "m2", NoticeFixture.failing("x")));
        time.advance(Duration.ofSeconds(3));
        team.answers.add(new TryAgain(DeliveryFailure.RATE_LIMITED, "HTTP 429", Optional.of(Duration.ZERO)));

        assertThat(delivery.deliver("team"))
                .hasValueSatisfying(again -> assertThat(again).isAfter(NOON.plusSeconds(3)));
        assertThat(team.sent).containsExactly("m1", "m2");
    }

    @Test
    void whatIsRefusedForGoodIsNotRepeatedAndLetsTheNextPass() {
        write(to("team", "m1", NoticeFixture.failing("x")), to("team", "m2", NoticeFixture.recovered()));
        team.answers.add(new Refused(DeliveryFailure.REFUSED, "HTTP 404"));

        assertThat(delivery.deliver("team")).isEmpty();

        assertThat(team.sent).containsExactly("m1", "m2");
        assertThat(journal())
                .extracting(JournalEntry::kind)
                .containsExactly(JournalEntry.Kind.UNDELIVERED, JournalEntry.Kind.DELIVERED);
    }

    @Test
    void aSignalThatADeployerTookIsARollbackSignalled() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));

        assertThat(delivery.deliver("deployer")).isEmpty();

        assertThat(journal()).extracting(JournalEntry::kind).containsExactly(JournalEntry.Kind.ROLLBACK_SIGNALLED);
        assertThat(signalled).containsExactly(ID);
    }

    @Test
    void theJournalSaysOnceForEachCauseWhyASignalIsDelayed() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")), to("team", "m2", NoticeFixture.failing("x")));
        TryAgain gone = new TryAgain(DeliveryFailure.UNREACHABLE, "connection refused", Optional.empty());
        deployer.answers.addAll(List.of(BUSY, BUSY, gone, BUSY));
        team.answers.add(BUSY);
        assertThat(delivery.deliver("team")).isPresent();
        assertThat(signalled).isEmpty();

        Optional<Instant> next = delivery.deliver("deployer");
        while (next.isPresent()) {
            time.advance(Duration.between(time.now(), next.orElseThrow()));
            next = delivery.deliver("deployer");
        }

        assertThat(journal())
                .extracting(entry -> entry.kind() + " " + entry.data().getString("reason"))
                .containsExactly(
                        "ROLLBACK_SIGNAL_DELAYED HTTP 503",
                        "ROLLBACK_SIGNAL_DELAYED connection refused",
                        "ROLLBACK_SIGNAL_DELAYED HTTP 503",
                        "ROLLBACK_SIGNALLED null");
        assertThat(signalled).containsExactly(ID, ID, ID, ID);
    }

    @Test
    void whatIsOverAndNotOnDiskYetIsToldAsOver() {
        fails("channel", "latency");
        fails("channel", "errors");
        Instant over = NOON.plusSeconds(5);
        incidents.ended(message("channel", recovered("latency", over)));
        incidents.ended(message("channel", recovered("errors", over)));
        time.advance(Duration.ofSeconds(10));

        assertThat(delivery.deliver("channel")).isEmpty();

        assertThat(channel.messages)
                .singleElement()
                .satisfies(sent -> assertThat(sent.notice().recoveredAt()).contains(over));
    }

    @Test
    void whatPeopleWereToldIsNotToldAgainSinceTheStoreCouldNotNoteIt() {
        fails("channel", "latency");
        fails("channel", "errors");
        time.advance(Duration.ofSeconds(10));
        BlockingWait.until(store.run(MissingTable.JOURNAL::begin), LONG);
        assertThatThrownBy(() -> delivery.deliver("channel")).isInstanceOf(StoreException.class);
        BlockingWait.until(store.run(MissingTable.JOURNAL::end), LONG);

        assertThat(delivery.deliver("channel")).isEmpty();

        assertThat(channel.sent).hasSize(1);
        assertThat(journal()).extracting(JournalEntry::kind).containsExactly(JournalEntry.Kind.DELIVERED);
        assertThat(signalled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployer", "command"})
    void anAnswerToASignalThatTheStoreDidNotTakeIsNotedLaterAndTheSignalNotSentAgain(String receiver) {
        write(to(receiver, "m1", NoticeFixture.rollback("1.4.2")));
        // the one table that beginning an attempt does not need
        BlockingWait.until(store.run(MissingTable.JOURNAL::begin), LONG);
        assertThatThrownBy(() -> delivery.deliver(receiver)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> delivery.deliver(receiver)).isInstanceOf(StoreException.class);
        BlockingWait.until(store.run(MissingTable.JOURNAL::end), LONG);

        assertThat(delivery.deliver(receiver)).isEmpty();

        assertThat(receiver.equals("command") ? command.sent : deployer.sent).containsExactly("m1");
        assertThat(journal()).extracting(JournalEntry::kind).containsExactly(JournalEntry.Kind.ROLLBACK_SIGNALLED);
        assertThat(signalled).containsExactly(ID);
    }

    @Test
    void aReceiverThatFailsInManyWaysDoesNotFillTheJournal() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        Optional<Instant> next = Optional.of(time.now());
        for (int i = 0; next.isPresent(); i++) {
            time.advance(Duration.between(time.now(), next.orElseThrow()));
            deployer.answers.add(
                    new TryAgain(DeliveryFailure.RATE_LIMITED, "HTTP 429, " + i, Optional.of(Duration.ofSeconds(1))));
            next = delivery.deliver("deployer");
        }

        assertThat(deployer.sent).hasSizeGreaterThan(800);
        assertThat(journal()).hasSizeBetween(20, 30);
    }

    @Test
    void aSignalThatIsOvertakenByItsDeploymentsEndPagesNobody() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        BlockingWait.until(
                store.run(open -> open.write(StoredChanges.ended(ID, StoredDeployment.Phase.ROLLED_BACK))), LONG);

        assertThat(delivery.deliver("deployer")).isEmpty();

        List<OutboxRepository.Pending> due = ask(open -> open.outgoing().due("team", NOON));
        assertThat(due)
                .singleElement()
                .extracting(pending -> pending.message().notice().action())
                .isEqualTo(IncidentAction.INFO);
    }

    /** The rollback was done by hand, say, while the command still ran. */
    @ParameterizedTest
    @EnumSource(
            value = StoredDeployment.Phase.class,
            names = {"ROLLED_BACK", "NOT_RECOVERED"})
    void aSignalThatFailsAfterItsDeploymentsEndOpensNothing(StoredDeployment.Phase phase) throws Exception {
        write(to("command", "m1", NoticeFixture.rollback("1.4.2")));
        CompletableFuture<Delivery> answer = new CompletableFuture<>();
        command.holding = Optional.of(Future.fromCompletionStage(answer));
        CompletableFuture<Optional<Instant>> running = CompletableFuture.supplyAsync(() -> delivery.deliver("command"));
        assertThat(command.began.poll(20, TimeUnit.SECONDS)).isEqualTo("m1");
        BlockingWait.until(store.run(open -> open.write(StoredChanges.ended(ID, phase))), LONG);
        boolean answered = answer.complete(new Refused(DeliveryFailure.REFUSED, "exit code 1"));
        assertThat(answered).isTrue();
        assertThat(running.get(20, TimeUnit.SECONDS)).isEmpty();

        List<OutboxRepository.Pending> due = ask(open -> open.outgoing().due("team", NOON));
        assertThat(due)
                .singleElement()
                .extracting(pending -> pending.message().notice())
                .satisfies(notice -> {
                    assertThat(notice.reason()).contains("gave up the rollback signal to command: exit code 1");
                    assertThat(notice.action()).isEqualTo(IncidentAction.INFO);
                });
    }

    /** The agent stops before the answer to a signal is on disk. */
    private void isSentAndNotNoted(String receiver) {
        write(to(receiver, "m1", NoticeFixture.rollback("1.4.2")));
        BlockingWait.until(store.run(MissingTable.JOURNAL::begin), LONG);
        assertThatThrownBy(() -> delivery.deliver(receiver)).isInstanceOf(StoreException.class);
        BlockingWait.until(store.run(MissingTable.JOURNAL::end), LONG);
        delivery = started();
    }

    private Scripted receiver(String name) {
        return name.equals("command") ? command : deployer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployer", "command"})
    void aSignalThatMayHaveBeenTakenBeforeItsDeploymentEndedIsNotCalledUnsent(String receiver) {
        isSentAndNotNoted(receiver);
        BlockingWait.until(
                store.run(open -> open.write(StoredChanges.ended(ID, StoredDeployment.Phase.CANCELLED))), LONG);

        assertThat(delivery.deliver(receiver)).isEmpty();

        assertThat(receiver(receiver).sent).containsExactly("m1");
        assertThat(undelivered().get(0).data().getString("reason"))
                .contains("outcome unknown")
                .contains("the deployment has ended");
        List<OutboxRepository.Pending> due = ask(open -> open.outgoing().due("team", NOON));
        assertThat(due).singleElement().satisfies(pending -> {
            Notice told = pending.message().notice();
            assertThat(told.action()).isEqualTo(IncidentAction.INFO);
            assertThat(told.reason()).contains("outcome unknown");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployer", "command"})
    void aSignalThatMayHaveBeenTakenBeforeItsDeadlineIsNotCalledUnsent(String receiver) {
        isSentAndNotNoted(receiver);
        time.advance(ROLLBACK_DEADLINE.plusSeconds(1));

        assertThat(delivery.deliver(receiver)).isEmpty();

        assertThat(receiver(receiver).sent).containsExactly("m1");
        assertThat(undelivered().get(0).data().getString("reason"))
                .contains("outcome unknown")
                .contains("deadline of 15m has passed");
    }

    @Test
    void aSignalThatMayHaveBeenTakenBeforeItsReceiverWasGoneIsNotCalledUnsent() {
        write(to("gone", "m1", NoticeFixture.rollback("1.4.2")));
        boolean begun = ask(open -> open.outgoing().start("m1", NOON));

        assertThat(begun).isTrue();
        assertThat(delivery.deliver("gone")).isEmpty();

        assertThat(undelivered().get(0).data().getString("reason"))
                .contains("outcome unknown")
                .contains("no receiver with this name");
    }

    @Test
    void aSignalThatMayHaveBeenTakenIsSentAgainWhileItMayBe() {
        isSentAndNotNoted("deployer");

        assertThat(delivery.deliver("deployer")).isEmpty();

        assertThat(deployer.sent).containsExactly("m1", "m1");
        assertThat(journal()).extracting(JournalEntry::kind).containsExactly(JournalEntry.Kind.ROLLBACK_SIGNALLED);
    }

    @Test
    void aSignalWhoseLastAnswerIsKnownIsCalledUnsent() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        deployer.answers.add(BUSY);
        assertThat(delivery.deliver("deployer")).isPresent();
        delivery = started();
        BlockingWait.until(
                store.run(open -> open.write(StoredChanges.ended(ID, StoredDeployment.Phase.CANCELLED))), LONG);

        assertThat(delivery.deliver("deployer")).isEmpty();

        assertThat(undelivered().get(0).data().getString("reason"))
                .isEqualTo("the deployment has ended, so the rollback is no longer signalled;"
                        + " the last attempt failed: HTTP 503");
    }

    /** As after a commit whose answer was lost. */
    @Test
    void aSignalThatWasNotedThoughTheStoreCouldNotSayIsTold() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        BlockingWait.until(store.run(MissingTable.JOURNAL::begin), LONG);
        assertThatThrownBy(() -> delivery.deliver("deployer")).isInstanceOf(StoreException.class);
        BlockingWait.until(store.run(MissingTable.JOURNAL::end), LONG);
        JournalEntry entry = new JournalEntry(
                NOON, JournalEntry.Kind.ROLLBACK_SIGNALLED, new JsonObject().put("receiver", "deployer"));
        BlockingWait.until(store.run(open -> open.outgoing().settle("m1", entry, null, List.of())), LONG);

        assertThat(delivery.deliver("deployer")).isEmpty();
        assertThat(delivery.deliver("deployer")).isEmpty();

        assertThat(deployer.sent).containsExactly("m1");
        assertThat(signalled).containsExactly(ID);
    }

    @Test
    void peopleAreToldOfASignalThatGotLost() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        deployer.answers.add(new Refused(DeliveryFailure.REFUSED, "HTTP 401"));

        assertThat(delivery.deliver("deployer")).isEmpty();
        List<OutboxRepository.Pending> due = ask(open -> open.outgoing().due("team", NOON));
        assertThat(due).singleElement().satisfies(pending -> {
            Notice told = pending.message().notice();
            assertThat(told.occasion()).isEqualTo(NotificationEvent.ROLLBACK);
            assertThat(told.reason()).contains("deployer").contains("HTTP 401").contains("manually");
            assertThat(told.decision()).contains("rollback-bookreader-1");
        });
    }

    @Test
    void aCommandIsNeverStartedTwice() {
        write(to("command", "m1", NoticeFixture.rollback("1.4.2")));
        boolean started = ask(open -> open.outgoing().start("m1", NOON));
        assertThat(started).isTrue();

        assertThat(delivery.deliver("command")).isEmpty();

        assertThat(command.sent).isEmpty();
        assertThat(journal().get(0).kind()).isEqualTo(JournalEntry.Kind.UNDELIVERED);
        assertThat(journal().get(0).data().getString("reason")).contains("outcome unknown");
        assertThat(journal().get(0).data().getBoolean("signal"))
                .as("no word to people")
                .isTrue();
        List<String> told = ask(open -> open.outgoing().receivers());
        assertThat(told).containsExactly("bridge", "channel", "pager", "slow", "team");
    }

    @Test
    void aCommandThatFailedIsNotTriedAgain() {
        write(to("command", "m1", NoticeFixture.rollback("1.4.2")));
        command.answers.add(BUSY);

        assertThat(delivery.deliver("command")).isEmpty();

        assertThat(command.sent).containsExactly("m1");
        assertThat(journal().get(0).data().getString("reason")).contains("not be started again");
    }

    @Test
    void aRollbackSignalToADeployerThatIsGoneFromTheConfigurationIsGivenUpAsOne() {
        write(to("gone", "m1", NoticeFixture.rollback("1.4.2").decided("d1")));

        assertThat(delivery.deliver("gone")).isEmpty();

        assertThat(undelivered().get(0).data().getBoolean("signal")).isTrue();
        List<OutboxRepository.Pending> due = ask(open -> open.outgoing().due("team", NOON));
        assertThat(due)
                .singleElement()
                .extracting(pending -> pending.message().notice().reason(), InstanceOfAssertFactories.STRING)
                .startsWith(
                        "gave up the rollback signal to gone: no receiver with this name is configured. Check whether");
    }

    @Test
    void aSignalIsNotSentWhereApprovalWasAskedForMeanwhile() {
        write(to("guarded", "m1", NoticeFixture.rollback("1.4.2")));

        assertThat(delivery.deliver("guarded")).isEmpty();

        assertThat(guarded.sent).isEmpty();
        assertThat(undelivered().get(0).data().getString("reason"))
                .startsWith("the configuration asks for a person's approval of this receiver now");
    }

    @Test
    void aSignalThatWasApprovedIsSent() {
        JournalEntry approved = new JournalEntry(
                NOON,
                JournalEntry.Kind.ROLLBACK_APPROVED,
                new JsonObject().put("receiver", "guarded").put("by", "ada"));
        BlockingWait.until(store.run(open -> open.write(StoredChanges.journal(ID, approved))), LONG);
        write(to("guarded", "m1", NoticeFixture.rollback("1.4.2")));

        assertThat(delivery.deliver("guarded")).isEmpty();

        assertThat(guarded.sent).containsExactly("m1");
    }

    @Test
    void aReceiverThatIsGoneFromTheConfigurationIsSaid() {
        write(to("gone", "m1", NoticeFixture.failing("x")));

        assertThat(delivery.deliver("gone")).isEmpty();

        assertThat(journal().get(0).data().getString("reason")).contains("no receiver with this name");
    }

    private static Notice failing(String check, Instant at) {
        return Notice.of(
                        NotificationEvent.FAILING,
                        IncidentAction.TRIGGER,
                        at,
                        NoticeFixture.deployment("1.4.2"),
                        check + " is over its limit")
                .about(new Evidence(check, "failing", Optional.empty(), Optional.of("< 500 ms")));
    }

    private static Notice recovered(String check, Instant at) {
        return Notice.of(
                        NotificationEvent.RECOVERED,
                        IncidentAction.RESOLVE,
                        at,
                        NoticeFixture.deployment("1.4.2"),
                        "2 good samples")
                .about(new Evidence(check, "ok", Optional.empty(), Optional.of("< 500 ms")));
    }

    private void fails(String receiver, String check) {
        Notice notice = failing(check, time.now());
        write(message(receiver, notice));
    }

    private void recovers(String receiver, String check) {
        write(message(receiver, recovered(check, time.now())));
    }

    /** The deployment ends while the check is failing. */
    private void ended(String receiver, String check) {
        Notice failing = failing(check, time.now());
        write(message(
                receiver,
                Notice.of(
                                NotificationEvent.RECOVERED,
                                IncidentAction.RESOLVE,
                                time.now(),
                                NoticeFixture.deployment("1.4.2"),
                                "the deployment has ended")
                        .about(failing.check().orElseThrow())));
    }

    private static Message message(String receiver, Notice notice) {
        String id = notice.check().orElseThrow().check() + '-' + notice.action() + '-' + notice.at();
        return new Message(id, ID, receiver, notice.incident(), notice.at(), notice);
    }

    private void assertNothingWaits() {
        OutboxRepository.Backlog backlog = ask(open -> open.outgoing().backlog());
        assertThat(backlog.messages()).isZero();
    }

    private Notice last(Scripted receiver) {
        return receiver.messages.get(receiver.messages.size() - 1).notice();
    }

    /** As the scheduler calls it, until the receiver is due no more before {@code most} has passed. */
    private void deliverFor(String receiver, Duration most) {
        Instant end = time.now().plus(most);
        Optional<Instant> next = delivery.deliver(receiver);
        while (next.filter(at -> !at.isAfter(end)).isPresent()) {
            time.advance(Duration.between(time.now(), next.orElseThrow()));
            next = delivery.deliver(receiver);
        }
        time.advance(Duration.between(time.now(), end));
    }

    @Test
    void aStormIsOneMessage() {
        for (int i = 0; i < 30; i++) {
            fails("channel", "check-" + i);
            assertThat(delivery.deliver("channel")).as("it waits for others").isPresent();
            time.advance(Duration.ofMillis(150));
        }

        deliverFor("channel", Duration.ofSeconds(20));

        assertThat(channel.messages).hasSize(1);
        assertThat(last(channel).headline()).isEqualTo("bookreader 1.4.2: 30 checks are failing");
        assertThat(last(channel).parts()).hasSize(30);
        assertThat(last(channel).reason().lines()).hasSize(30).first().isEqualTo("check-0: check-0 is over its limit");
        assertNothingWaits();
    }

    @Test
    void aSingleFailureWaitsTwoSecondsForOthersAndAStormNoMoreThanTen() {
        fails("channel", "health");
        assertThat(delivery.deliver("channel")).contains(NOON.plusSeconds(2));

        for (int i = 1; i < 20; i++) {
            time.advance(Duration.ofMillis(1_500));
            fails("channel", "check-" + i);
            Optional<Instant> unusedNext = delivery.deliver("channel");
        }

        assertThat(channel.messages.get(0).at()).isEqualTo(NOON);
        assertThat(channel.messages.get(0).notice().parts()).hasSize(8);
    }

    @Test
    void whatIsNoFailureWaitsForNothing() {
        fails("channel", "health");
        write(to("channel", "m1", NoticeFixture.rollback("1.4.2")));

        Optional<Instant> unusedNext = delivery.deliver("channel");

        assertThat(channel.sent).containsExactly("m1");
    }

    @Test
    void aBundleIsRepeatedAsItWasAndUnderItsOwnId() {
        fails("channel", "a");
        fails("channel", "b");
        time.advance(Duration.ofSeconds(2));
        channel.answers.add(BUSY);
        Optional<Instant> again = delivery.deliver("channel");
        fails("channel", "c");

        deliverFor("channel", Duration.ofSeconds(10));

        assertThat(again).isPresent();
        assertThat(channel.sent).hasSize(3);
        assertThat(channel.sent.get(0)).endsWith("+").isEqualTo(channel.sent.get(1));
        assertThat(channel.messages.get(1).notice().parts()).hasSize(2);
        assertThat(last(channel).check().orElseThrow().check()).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "pager"})
    void whatMayHaveBeenTakenAloneIsNotToldAgainWithOthers(String receiver) {
        Scripted told = receiver.equals("pager") ? pager : channel;
        fails(receiver, "a");
        time.advance(Duration.ofSeconds(2));
        told.answers.add(new TryAgain(DeliveryFailure.TIMEOUT, "no answer", Optional.empty()));
        Optional<Instant> unusedNext = delivery.deliver(receiver);
        fails(receiver, "b");

        deliverFor(receiver, Duration.ofSeconds(20));
        recovers(receiver, "a");
        recovers(receiver, "b");
        deliverFor(receiver, Duration.ofSeconds(20));

        assertThat(told.sent.subList(0, 3)).containsExactly(told.sent.get(0), told.sent.get(0), told.sent.get(2));
        Set<String> incidents =
                told.messages.stream().limit(3).map(Message::incident).collect(Collectors.toSet());
        assertThat(incidents).hasSize(2).allMatch(incident -> !incident.contains("@"));
        assertThat(last(told).action()).isEqualTo(IncidentAction.RESOLVE);
        assertNothingWaits();
    }

    @Test
    void whatWaitedWhileAReceiverWasDownComesAsOneMessage() {
        channel.answers.addAll(Collections.nCopies(40, BUSY));
        for (int i = 0; i < 10; i++) {
            fails("channel", "check-" + i);
            deliverFor("channel", Duration.ofMinutes(5));
        }
        channel.answers.clear();
        channel.messages.clear();

        deliverFor("channel", Duration.ofMinutes(20));

        assertThat(channel.messages.size()).isLessThan(10);
        assertNothingWaits();
    }

    @Test
    void whatHealedWhileTheReceiverWasDownIsToldAndMarked() {
        fails("pager", "health");
        time.advance(Duration.ofSeconds(2));
        pager.answers.add(BUSY);
        Optional<Instant> unusedNext = delivery.deliver("pager");
        Instant healed = time.now();
        recovers("pager", "health");

        deliverFor("pager", Duration.ofMinutes(1));

        assertThat(pager.messages).hasSize(3);
        Notice told = pager.messages.get(1).notice();
        assertThat(told.recoveredAt()).contains(healed);
        assertThat(told.headline()).isEqualTo("bookreader 1.4.2: health was failing and is good again");
        assertThat(last(pager).action()).isEqualTo(IncidentAction.RESOLVE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatEndedWithItsWatchIsNotCalledGoodAgain(boolean down) {
        if (down) {
            pager.answers.add(BUSY);
        }
        fails("pager", "health");
        deliverFor("pager", Duration.ofMillis(1_500));
        ended("pager", "health");

        deliverFor("pager", Duration.ofMinutes(1));

        List<Message> told = pager.messages.subList(pager.messages.size() - 2, pager.messages.size());
        assertThat(told)
                .extracting(message -> message.notice().headline())
                .containsExactly(
                        "bookreader 1.4.2: health was failing and is no longer watched",
                        "bookreader 1.4.2: health is no longer watched");
        assertThat(told.get(0).notice().action()).isEqualTo(IncidentAction.TRIGGER);
        assertThat(told.get(0).notice().recoveredAt()).isEmpty();
        assertThat(told.get(0).notice().toJson().getString("healedAt")).isNull();
    }

    @Test
    void aStormIsGoodAgainOnlyWhereEachOfItsChecksIs() {
        fails("pager", "health");
        fails("pager", "errors");
        recovers("pager", "health");
        ended("pager", "errors");

        deliverFor("pager", Duration.ofMinutes(1));

        Notice told = pager.messages.get(0).notice();
        assertThat(told.headline()).isEqualTo("bookreader 1.4.2: 2 checks were failing and are no longer watched");
        assertThat(told.recoveredAt()).isEmpty();
        assertThat(told.reason())
                .contains("health: health is over its limit (good again at " + NOON + ')')
                .contains("errors: errors is over its limit (watched until " + NOON + ')');
    }

    @Test
    void aRollbackThatIsFollowedNoMoreHasNotHealed() {
        Notice rollback = NoticeFixture.rollback("1.4.2");
        Notice over = Notice.of(
                NotificationEvent.ROLLBACK,
                IncidentAction.RESOLVE,
                NOON,
                NoticeFixture.deployment("1.4.2"),
                "cancelled");
        write(
                to("team", "m1", rollback),
                to("team", "m2", over.escalated(RollbackEscalation.ABANDONED)),
                to("team", "m3", rollback.escalated(RollbackEscalation.SLOW)),
                to("team", "m4", over.escalated(RollbackEscalation.SLOW)));

        assertThat(delivery.deliver("team")).isEmpty();

        assertThat(team.messages)
                .hasSize(4)
                .allSatisfy(
                        message -> assertThat(message.notice().recoveredAt()).isEmpty());
        assertThat(team.messages.stream().filter(message -> message.notice().isOver()))
                .as("told late all the same")
                .hasSize(2);
    }

    @Test
    void aSecondFailureAfterTheFirstHealedIsToldAtOnce() {
        fails("pager", "health");
        deliverFor("pager", Duration.ofSeconds(10));
        recovers("pager", "health");
        deliverFor("pager", Duration.ofSeconds(60));
        pager.messages.clear();

        Instant second = time.now();
        fails("pager", "health");
        assertThat(delivery.deliver("pager")).contains(second.plusSeconds(2));
        time.advance(Duration.ofSeconds(2));
        assertThat(delivery.deliver("pager")).isEmpty();

        assertThat(pager.messages).hasSize(1);
    }

    @Test
    void aPagersStormIsResolvedWithItsLastCheck() {
        fails("pager", "a");
        fails("pager", "b");
        deliverFor("pager", Duration.ofSeconds(10));
        String incident = pager.messages.get(0).incident();
        recovers("pager", "a");
        deliverFor("pager", Duration.ofSeconds(10));
        assertThat(pager.messages).as("b still fails").hasSize(1);

        fails("pager", "a");
        deliverFor("pager", Duration.ofSeconds(10));
        assertThat(pager.messages).as("a page of its own").hasSize(2);
        assertThat(pager.messages.get(1).incident()).isNotEqualTo(incident);

        recovers("pager", "b");
        recovers("pager", "a");
        deliverFor("pager", Duration.ofSeconds(10));

        assertThat(pager.messages).hasSize(4);
        assertThat(pager.messages.get(2).incident()).isEqualTo(incident);
        assertThat(pager.messages.get(3).incident())
                .isEqualTo(pager.messages.get(1).incident());
    }

    @Test
    void aStormsIncidentIsResolvedOnceWhereItIsShownAndEachRecoveryIsTold() {
        fails("bridge", "a");
        fails("bridge", "b");
        deliverFor("bridge", Duration.ofSeconds(10));
        String incident = bridge.messages.get(0).incident();
        recovers("bridge", "b");
        ended("bridge", "a");
        deliverFor("bridge", Duration.ofSeconds(10));

        assertThat(bridge.messages)
                .extracting(message ->
                        message.notice().action() + " " + message.notice().headline())
                .containsExactly(
                        "TRIGGER bookreader 1.4.2: 2 checks are failing",
                        "INFO bookreader 1.4.2: b is good again",
                        "RESOLVE bookreader 1.4.2: a is no longer watched");
        assertThat(bridge.messages).extracting(Message::incident).containsOnly(incident);
    }

    @Test
    void aRollbackGoesBeforeWhatIsLessUrgent() {
        write(to(
                "team",
                "started",
                Notice.of(
                        NotificationEvent.STARTED,
                        IncidentAction.INFO,
                        NOON,
                        NoticeFixture.deployment("1.4.2"),
                        "went live")));
        write(to("team", "rollback", NoticeFixture.rollback("1.4.2")));

        assertThat(delivery.deliver("team")).isEmpty();

        assertThat(team.sent).containsExactly("rollback", "started");
    }

    @Test
    void whatOneReceiverRefusedIsToldToTheOthersOnce() {
        write(to("team", "m1", NoticeFixture.failing("x")), to("team", "m2", NoticeFixture.rollback("1.4.2")));
        team.answers.add(new Refused(DeliveryFailure.REFUSED, "HTTP 404"));
        team.answers.add(new Refused(DeliveryFailure.REFUSED, "HTTP 404"));

        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(delivery.deliver("channel")).isEmpty();
        assertThat(delivery.deliver("pager")).isEmpty();

        assertThat(channel.messages).hasSize(1);
        assertThat(pager.messages).as("an alarm got lost").hasSize(1);
        assertThat(last(channel).occasion()).isEqualTo(NotificationEvent.UNDELIVERED);
        assertThat(last(channel).reason()).contains("could not notify team").contains("HTTP 404");
        List<OutboxRepository.DeadLetter> dead = ask(open -> open.outgoing().deadLetters(10));
        assertThat(dead).extracting(letter -> letter.message().id()).containsExactly("m2", "m1");
        assertThat(dead).extracting(OutboxRepository.DeadLetter::reason).containsOnly("HTTP 404");
    }

    @Test
    void aLostAlarmIsToldThoughGoodNewsGotLostBefore() {
        team.answers.addAll(Collections.nCopies(2, new Refused(DeliveryFailure.REFUSED, "HTTP 404")));
        write(to("team", "m1", NoticeFixture.recovered()));
        assertThat(delivery.deliver("team")).isEmpty();
        write(to("team", "m2", failing("health", NOON)));

        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(delivery.deliver("bridge")).isEmpty();

        assertThat(bridge.messages)
                .extracting(message -> message.notice().action())
                .containsExactly(IncidentAction.INFO, IncidentAction.TRIGGER);
    }

    @Test
    void aBacklogThatIsRefusedAfterItsDeploymentsEndedIsToldOnceAndOpensNothing() {
        for (String id : List.of("bookreader-2", "bookreader-3")) {
            Deployment ended = new Deployment(id, "bookreader", id, NOON, NOON, false);
            Message failing =
                    message("team", id, Notice.of(NotificationEvent.FAILING, IncidentAction.TRIGGER, NOON, ended, "x"));
            Message told =
                    message("team", id, Notice.of(NotificationEvent.STARTED, IncidentAction.INFO, NOON, ended, "x"));
            boolean added = ask(open -> open.add(ended, "abc", StoredChanges.messages(id, failing, told)));
            assertThat(added).isTrue();
            BlockingWait.until(
                    store.run(open -> open.write(StoredChanges.ended(id, StoredDeployment.Phase.CANCELLED))), LONG);
        }
        team.answers.addAll(Collections.nCopies(4, new Refused(DeliveryFailure.REFUSED, "HTTP 404")));

        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(delivery.deliver("channel")).isEmpty();
        assertThat(delivery.deliver("pager")).isEmpty();

        assertThat(team.messages).hasSize(4);
        assertThat(channel.messages).hasSize(1);
        assertThat(last(channel).action()).isEqualTo(IncidentAction.INFO);
        assertThat(pager.messages).isEmpty();
    }

    private static Message message(String receiver, String deployment, Notice notice) {
        return new Message(
                deployment + notice.occasion(), deployment, receiver, notice.incident(), notice.at(), notice);
    }

    @Test
    void thatARollbackDidNotHelpIsToldThoughTheDeploymentIsOver() {
        Notice notRecovered = NoticeFixture.rollback("1.4.2").escalated(RollbackEscalation.NOT_RECOVERED);
        write(to("team", "m1", NoticeFixture.failing("x")), to("team", "m2", notRecovered));
        BlockingWait.until(
                store.run(open -> open.write(StoredChanges.ended(ID, StoredDeployment.Phase.NOT_RECOVERED))), LONG);
        team.answers.addAll(Collections.nCopies(2, new Refused(DeliveryFailure.REFUSED, "HTTP 404")));

        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(delivery.deliver("pager")).isEmpty();

        assertThat(last(pager).reason()).contains("the rollback has not helped");
    }

    @Test
    void thatAMessageWasLostIsOverWithItsDeployment() {
        write(to("team", "m1", NoticeFixture.failing("x")));
        team.answers.add(new Refused(DeliveryFailure.REFUSED, "HTTP 404"));
        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(delivery.deliver("pager")).isEmpty();

        Notice over = Notice.of(
                        NotificationEvent.UNDELIVERED,
                        IncidentAction.RESOLVE,
                        NOON,
                        NoticeFixture.deployment("1.4.2"),
                        "the deployment has ended")
                .escalated(RollbackEscalation.ABANDONED);
        write(to("pager", "over", over), to("channel", "nothing", over));
        assertThat(delivery.deliver("pager")).isEmpty();

        assertThat(pager.messages)
                .extracting(message -> message.notice().headline())
                .containsExactly(
                        "bookreader 1.4.2: a message was not delivered",
                        "bookreader 1.4.2: over: a message was not delivered");
        assertThat(pager.messages.get(1).incident())
                .isEqualTo(pager.messages.get(0).incident());
        List<OutboxRepository.Pending> others = ask(open -> open.outgoing().due("channel", NOON));
        assertThat(others)
                .as("what is to be told first")
                .extracting(pending -> pending.message().notice().action())
                .containsExactly(IncidentAction.TRIGGER);
    }

    @Test
    void whatWasNeverOpenedIsNotResolved() {
        Notice over = Notice.of(
                        NotificationEvent.UNDELIVERED,
                        IncidentAction.RESOLVE,
                        NOON,
                        NoticeFixture.deployment("1.4.2"),
                        "the deployment has ended")
                .escalated(RollbackEscalation.ABANDONED);

        write(to("pager", "over", over));

        List<String> waiting = ask(open -> open.outgoing().receivers());
        assertThat(waiting).isEmpty();
    }

    @Test
    void nobodyIsWokenBecauseGoodNewsGotLost() {
        write(to("team", "m1", NoticeFixture.recovered()));
        team.answers.add(new Refused(DeliveryFailure.REFUSED, "HTTP 404"));

        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(delivery.deliver("channel")).isEmpty();
        assertThat(delivery.deliver("pager")).isEmpty();

        assertThat(channel.messages).hasSize(1);
        assertThat(pager.messages).isEmpty();
    }

    private void overwrite(String message) {
        int rows = ask(open -> WrittenMessages.overwrite(open, message, "{\"occasion\":\"celebrated\"}"));
        assertThat(rows).isEqualTo(1);
    }

    @Test
    void whatAnotherVersionWroteStopsNoOtherMessageAndOthersAreToldOfIt() {
        write(
                to("team", "failing", NoticeFixture.failing("x")),
                to("team", "recovered", NoticeFixture.recovered()),
                to("team", "another", failing("health", NOON)));
        overwrite("failing");

        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(delivery.deliver("channel")).isEmpty();

        assertThat(team.sent).containsExactlyInAnyOrder("recovered", "another");
        assertThat(journal().get(0).kind()).isEqualTo(JournalEntry.Kind.UNDELIVERED);
        assertThat(journal().get(0).data().getString("reason")).contains("cannot read it");
        assertThat(last(channel).occasion()).isEqualTo(NotificationEvent.UNDELIVERED);
        assertThat(last(channel).action()).as("it may have been an alarm").isEqualTo(IncidentAction.TRIGGER);
        assertThat(last(channel).reason()).contains("could not send team a message that another version");
    }

    @Test
    void aSignalThatAnotherVersionWroteIsForPeopleToCarryOut() {
        write(to("deployer", "m1", NoticeFixture.rollback("1.4.2")));
        overwrite("m1");

        assertThat(delivery.deliver("deployer")).isEmpty();
        assertThat(delivery.deliver("team")).isEmpty();

        assertThat(deployer.sent).isEmpty();
        assertThat(signalled).containsExactly(ID);
        assertThat(last(team).occasion()).isEqualTo(NotificationEvent.ROLLBACK);
        assertThat(last(team).reason())
                .contains("gave up the rollback signal to deployer")
                .contains("manually");
    }

    @Test
    void aBatchIsSentWithoutTheWordsThatCannotBeRead() {
        fails("channel", "a");
        fails("channel", "b");
        channel.answers.add(BUSY);
        time.advance(Duration.ofSeconds(2));
        Optional<Instant> unusedNext = delivery.deliver("channel");
        overwrite(channelMessages().get(0));

        deliverFor("channel", Duration.ofSeconds(10));

        assertThat(channel.messages).hasSize(2);
        assertThat(last(channel).occasion()).isEqualTo(NotificationEvent.FAILING);
        assertThat(last(channel).reason())
                .contains("a check: a message that another version")
                .contains("b: ");
        assertNothingWaits();
    }

    private List<String> channelMessages() {
        return ask(open -> open.outgoing().due("channel", time.now().plus(LONG))).stream()
                .map(pending -> pending.message().id())
                .toList();
    }

    @Test
    void aSilenceCoversNothingThatCannotBeRead() {
        silence("s1", Duration.ofHours(2), "receiver=team", "occasion=*");
        write(to("team", "m1", NoticeFixture.failing("x")));
        overwrite("m1");

        assertThat(delivery.deliver("team")).isEmpty();

        assertThat(journal()).extracting(JournalEntry::kind).containsExactly(JournalEntry.Kind.UNDELIVERED);
    }

    @Test
    void whatEverybodyRefusesEnds() {
        for (Scripted person : List.of(team, channel, pager)) {
            person.answers.addAll(Collections.nCopies(10, new Refused(DeliveryFailure.REFUSED, "HTTP 404")));
        }
        write(to("team", "m1", NoticeFixture.failing("x")));

        for (String person : List.of("team", "channel", "pager", "team", "channel", "pager")) {
            assertThat(delivery.deliver(person)).isEmpty();
        }

        assertThat(team.sent.size() + channel.sent.size() + pager.sent.size()).isEqualTo(3);
    }

    @Test
    void aReceiversRateIsKept() {
        for (int i = 0; i < 5; i++) {
            fails("slow", "check-" + i);
        }
        List<Instant> sent = new ArrayList<>();

        Optional<Instant> next = Optional.of(time.now());
        while (next.isPresent()) {
            time.advance(Duration.between(time.now(), next.orElseThrow()));
            next = delivery.deliver("slow");
            sent.add(time.now());
        }

        assertThat(slow.sent).hasSize(5);
        assertThat(sent)
                .containsExactlyElementsOf(
                        Stream.iterate(NOON, at -> at.plusSeconds(1)).limit(5).toList());
    }

    @Test
    void whatARestartFindsWaitingIsTriedAtOnceUnlessTheReceiverAskedToBeLeftAlone() {
        write(to("team", "m1", NoticeFixture.failing("x")), to("channel", "m2", NoticeFixture.rollback("1.4.2")));
        team.answers.add(BUSY);
        channel.answers.add(
                new TryAgain(DeliveryFailure.RATE_LIMITED, "HTTP 429", Optional.of(Duration.ofSeconds(90))));
        Optional<Instant> unusedNext = delivery.deliver("team").or(() -> delivery.deliver("channel"));
        Optional<Instant> unusedOther = delivery.deliver("channel");

        BlockingWait.until(store.run(open -> open.outgoing().retryAll(time.now())), LONG);

        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(delivery.deliver("channel")).contains(NOON.plusSeconds(90));
    }

    @Test
    void aReceiverIsServedByOneRoundAtATimeEvenWhereTheSchedulerBeginsAnother() throws Exception {
        write(to("team", "m1", NoticeFixture.failing("x")));
        CompletableFuture<Delivery> answer = new CompletableFuture<>();
        team.holding = Optional.of(Future.fromCompletionStage(answer));
        CompletableFuture<Optional<Instant>> first = CompletableFuture.supplyAsync(() -> delivery.deliver("team"));
        assertThat(team.began.poll(20, TimeUnit.SECONDS)).isEqualTo("m1");

        assertThat(delivery.deliver("team")).contains(NOON.plusSeconds(2));
        boolean answered = answer.complete(new Delivered("ok"));

        assertThat(answered).isTrue();
        assertThat(first.get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(team.sent).containsExactly("m1");
        assertThat(delivery.deliver("team")).isEmpty();
    }

    private void silence(String id, Duration lasting, String... matchers) {
        Silence silence = new Silence(
                id,
                Stream.of(matchers).map(Silence.Matcher::parse).toList(),
                time.now(),
                time.now().plus(lasting),
                "load test",
                "ada");
        BlockingWait.until(store.run(open -> open.silences().add(silence)), LONG);
    }

    @Test
    void whatHealsWhileSilencedIsToldToNobodyAndStandsInTheJournal() {
        silence("s1", Duration.ofHours(2), "check=hea*", "service=bookreader");
        fails("pager", "health");
        deliverFor("pager", Duration.ofMinutes(5));
        recovers("pager", "health");

        deliverFor("pager", Duration.ofHours(3));

        assertThat(pager.messages).isEmpty();
        assertNothingWaits();
        assertThat(journal()).extracting(JournalEntry::kind).containsExactly(JournalEntry.Kind.SILENCED);
        assertThat(journal().get(0).data().getString("reason")).isEqualTo("load test");
        assertThat(journal().get(0).data().getString("said")).isEqualTo("bookreader 1.4.2: health is failing");
    }

    @Test
    void whatIsWatchedNoMoreWhenASilenceEndsIsToldToNobody() {
        silence("s1", Duration.ofHours(2), "service=bookreader");
        fails("pager", "health");
        deliverFor("pager", Duration.ofMinutes(5));
        ended("pager", "health");

        deliverFor("pager", Duration.ofHours(3));

        assertThat(pager.messages).isEmpty();
        assertNothingWaits();
    }

    @Test
    void whatStillFailsWhenASilenceEndsIsToldThen() {
        silence("s1", Duration.ofHours(2), "service=bookreader");
        fails("pager", "health");
        deliverFor("pager", Duration.ofMinutes(119));
        assertThat(pager.messages).isEmpty();

        deliverFor("pager", Duration.ofMinutes(2));

        assertThat(pager.messages).hasSize(1);
        recovers("pager", "health");
        deliverFor("pager", Duration.ofMinutes(1));
        assertThat(last(pager).action()).isEqualTo(IncidentAction.RESOLVE);
    }

    @Test
    void aRestartDuringASilenceWritesDownNothingTwice() {
        silence("s1", Duration.ofHours(2), "service=bookreader");
        fails("pager", "health");
        deliverFor("pager", Duration.ofMinutes(5));

        BlockingWait.until(store.run(open -> open.outgoing().retryAll(time.now())), LONG);
        deliverFor("pager", Duration.ofMinutes(5));

        assertThat(journal()).extracting(JournalEntry::kind).containsExactly(JournalEntry.Kind.SILENCED);
    }

    @Test
    void whatWasToldBeforeASilenceIsToldToBeOverDuringIt() {
        fails("pager", "health");
        deliverFor("pager", Duration.ofSeconds(10));
        silence("s1", Duration.ofHours(2), "service=bookreader");
        recovers("pager", "health");

        deliverFor("pager", Duration.ofMinutes(1));

        assertThat(last(pager).action()).isEqualTo(IncidentAction.RESOLVE);
    }

    @Test
    void anEndedSilenceLetsOutWhatItKeptBack() {
        silence("s1", Duration.ofHours(2), "service=bookreader");
        fails("pager", "health");
        deliverFor("pager", Duration.ofMinutes(5));

        Optional<Silence> ended = ask(open -> open.silences().end("s1", time.now()));
        deliverFor("pager", Duration.ofSeconds(5));

        assertThat(ended).isPresent();
        assertThat(pager.messages).hasSize(1);
    }

    @Test
    void aRollbackIsSilencedOnlyByName() {
        silence("s1", Duration.ofHours(2), "service=bookreader");
        write(
                to("pager", "m1", NoticeFixture.rollback("1.4.2")),
                to("deployer", "m2", NoticeFixture.rollback("1.4.2")));
        assertThat(delivery.deliver("pager")).isEmpty();
        assertThat(pager.sent).containsExactly("m1");

        silence("s2", Duration.ofHours(2), "occasion=rollback");
        write(to("channel", "m3", NoticeFixture.rollback("1.4.2")));

        assertThat(delivery.deliver("channel")).isPresent();
        assertThat(channel.sent).isEmpty();
        assertThat(delivery.deliver("deployer")).isEmpty();
        assertThat(deployer.sent).as("nobody silences a deployer").containsExactly("m2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"UNREACHABLE, 1", "RATE_LIMITED, 1", "SERVER_ERROR, 1", "BROKEN, 2", "TIMEOUT, 2"})
    void whatWasSurelyNotTakenIsToldWithWhatCameSince(DeliveryFailure why, int messages) {
        fails("channel", "a");
        time.advance(Duration.ofSeconds(2));
        channel.answers.add(new TryAgain(why, "not taken", Optional.empty()));
        Optional<Instant> unusedNext = delivery.deliver("channel");
        fails("channel", "b");
        channel.messages.clear();

        deliverFor("channel", Duration.ofSeconds(30));

        assertThat(channel.messages).hasSize(messages);
    }

    @Test
    void whatGotThroughAfterAnOutageFreesTheOthersOfItsReceiver() {
        team.answers.addAll(Collections.nCopies(1_000, BUSY));
        for (int i = 0; i < 20; i++) {
            fails("team", "check-" + i);
            deliverFor("team", Duration.ofMinutes(6));
        }
        team.answers.clear();
        Instant back = time.now();

        Optional<Instant> next = delivery.deliver("team");
        while (next.isPresent()) {
            time.advance(Duration.between(time.now(), next.orElseThrow()));
            next = delivery.deliver("team");
        }

        assertThat(team.messages.stream().map(Message::id).distinct()).hasSize(20);
        assertThat(Duration.between(back, time.now())).isLessThan(Duration.ofMinutes(10));
        assertNothingWaits();
        assertThat(team.messages.subList(team.messages.size() - 20, team.messages.size()))
                .as("all in one go")
                .extracting(Message::id)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverThatThrowsGivesTheThreadBack(Mistake mistake) {
        write(to("team", "m1", NoticeFixture.failing("x")), to("team", "m2", NoticeFixture.rollback("1.4.2")));
        team.thrown = mistake;
        // an exception says that the message cannot be converted, which another attempt would not change
        assertThat(delivery.deliver("team").isPresent()).isEqualTo(mistake != Mistake.EXCEPTION);

        team.thrown = null;
        time.advance(Duration.ofMinutes(10));

        assertThat(delivery.deliver("team")).isEmpty();
        assertThat(team.sent).contains("m1", "m2");
    }
}
