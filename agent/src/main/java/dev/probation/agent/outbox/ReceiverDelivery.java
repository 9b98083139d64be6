package dev.probation.agent.outbox;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.outbox.stage.BlockingWait;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.outbox.stage.ReceiverPace;
import dev.probation.agent.outbox.stage.Stages;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.finish.DeliveryResults;
import dev.probation.agent.outbox.stage.finish.PostponeStage;
import dev.probation.agent.outbox.stage.finish.SettleStage;
import dev.probation.agent.outbox.stage.select.BatchStage;
import dev.probation.agent.outbox.stage.select.DueStage;
import dev.probation.agent.outbox.stage.select.MessageBatch;
import dev.probation.agent.outbox.stage.select.Selection;
import dev.probation.agent.outbox.stage.select.SilenceStage;
import dev.probation.agent.outbox.stage.send.ApprovedStage;
import dev.probation.agent.outbox.stage.send.Attempt;
import dev.probation.agent.outbox.stage.send.BeginStage;
import dev.probation.agent.outbox.stage.send.ConfiguredStage;
import dev.probation.agent.outbox.stage.send.EndedStage;
import dev.probation.agent.outbox.stage.send.ExpireStage;
import dev.probation.agent.outbox.stage.send.JoinStage;
import dev.probation.agent.outbox.stage.send.OverStage;
import dev.probation.agent.outbox.stage.send.ReadableStage;
import dev.probation.agent.outbox.stage.send.ResolveTogetherStage;
import dev.probation.agent.outbox.stage.send.SendStage;
import dev.probation.agent.outbox.stage.send.Sender;
import dev.probation.agent.outbox.stage.send.StandingStage;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.store.Lease.Standing;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.OutboxRepository.Pending;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Time;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what one receiver is due: the oldest message of each incident, then the next of each. Blocks; may be called
 * by several threads, of which one at a time delivers to a receiver.
 */
final class ReceiverDelivery {

    private static final Logger log = LoggerFactory.getLogger(ReceiverDelivery.class);

    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final Duration STORE_ANSWERS = Duration.ofSeconds(60);

    private final StoreExecutor store;
    private final Time time;
    private final Map<String, ConfiguredReceiver> receivers;
    private final OutboxMetrics metrics;
    private final RollbackFollower follower;
    private final ReceiverPace pace = new ReceiverPace();
    private final Stages<Selection> selecting;
    private final Stages<Attempt> sending;
    private final Stages<Attempt> finishing;
    /** What became of messages and is not on disk yet: none is sent again because the store was away. */
    private final Map<String, Attempt> unnoted = new ConcurrentHashMap<>();

    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * @param incidents what is told of incidents, here and directly
     * @param follower of the rollbacks whose signals are sent
     * @param written run after messages were written because of what became of one
     */
    ReceiverDelivery(
            StoreExecutor store,
            Time time,
            Backoff backoff,
            Sender sender,
            Map<String, ConfiguredReceiver> receivers,
            OutboxMetrics metrics,
            KnownIncidents incidents,
            RollbackFollower follower,
            Runnable written) {
        this.store = store;
        this.time = time;
        this.receivers = Map.copyOf(receivers);
        this.metrics = metrics;
        this.follower = follower;
        this.selecting = new Stages<>(
                selection -> false, List.of(new DueStage(store), new SilenceStage(store), new BatchStage()));
        this.sending = new Stages<>(
                Attempt::isAnswered,
                List.of(
                        new JoinStage(store),
                        new OverStage(incidents),
                        new ConfiguredStage(),
                        new ReadableStage(),
                        new ApprovedStage(store),
                        new ExpireStage(store, time),
                        new ResolveTogetherStage(store),
                        new BeginStage(store, time),
                        new EndedStage(follower::hasEnded),
                        new StandingStage(store::standing, Set.of(Standing.HELD)),
                        new SendStage(sender, pace, incidents, time)));
        this.finishing = new Stages<>(
                Attempt::isPostponed,
                List.of(
                        new PostponeStage(new StoredRetries(store, pace, time, follower::signalled), backoff, time),
                        new SettleStage(
                                store,
                                time,
                                new DeliveryResults(receivers.values()),
                                metrics,
                                follower::signalled,
                                written)));
    }

    /** To whom it delivers. */
    Collection<ConfiguredReceiver> receivers() {
        return receivers.values();
    }

    /** Makes no further attempt. */
    void stop() {
        stopping.set(true);
    }

    /**
     * Delivers what can be delivered now.
     *
     * @return when to come again; empty where nothing is pending
     */
    Optional<Instant> deliver(String receiver) {
        if (!working.add(receiver)) {
            // the scheduler takes a delivery for dead where the process was stopped for a while, and begins another
            return Optional.of(time.now().plus(BUSY));
        }
        try {
            return deliverDue(receiver);
        } finally {
            boolean done = working.remove(receiver);
            log.trace("delivery ended receiver={} done={}", receiver, done);
        }
    }

    private Optional<Instant> deliverDue(String name) {
        ConfiguredReceiver receiver = receivers.get(name);
        if (receiver != null) {
            expire(receiver);
        }
        Instant again = null;
        boolean more = true;
        while (more && mayGoOn(name)) {
            Selection selection = selecting.await(Selection.none(name, receiver, time.now()), STORE_ANSWERS);
            again = selection.again().orElse(null);
            more = !selection.ready().isEmpty();
            for (MessageBatch batch : selection.ready()) {
                if (mayGoOn(name)) {
                    deliver(receiver, batch);
                }
            }
        }
        Optional<Instant> next = next(name, again);
        if (next.isEmpty()) {
            tellOfNoted(name);
        }
        return next;
    }

    /** What is pending no more was noted after all, though the store could not say so. */
    private void tellOfNoted(String receiver) {
        for (Attempt noted : List.copyOf(unnoted.values())) {
            Message message = noted.lead().message();
            boolean forgotten = message.receiver().equals(receiver) && unnoted.remove(message.id(), noted);
            if (forgotten && noted.to().isDeployer()) {
                follower.signalled(message.deployment());
            }
        }
    }

    /** Ends what has had its time while its receiver is left alone. */
    private void expire(ConfiguredReceiver receiver) {
        Instant now = time.now();
        for (Pending outlived : outlived(receiver, now)) {
            if (stopping.get()) {
                return;
            }
            MessageBatch alone = MessageBatch.of(outlived);
            if (receiver.isDeployer()) {
                deliver(receiver, alone);
            } else {
                giveUp(receiver, alone);
            }
        }
    }

    /** A late word to people does no harm: it is given up only where they could not be told now. */
    private List<Pending> outlived(ConfiguredReceiver receiver, Instant now) {
        Instant written = now.minus(receiver.patience());
        if (receiver.isDeployer()) {
            return ask(outgoing -> outgoing.outlived(receiver.name(), written));
        }
        return ask(outgoing ->
                        outgoing.nextDue(receiver.name()).filter(now::isBefore).isEmpty()
                                ? List.<Pending>of()
                                : outgoing.outlived(receiver.name(), written))
                .stream()
                .filter(pending -> !pending.message().at().isAfter(written))
                .toList();
    }

    private void giveUp(ConfiguredReceiver receiver, MessageBatch batch) {
        Attempt joined = BlockingWait.on(new JoinStage(store).run(Attempt.of(receiver, batch)), STORE_ANSWERS);
        Attempt refused = joined.refused(
                DeliveryFailure.EXPIRED,
                "given up after " + Durations.write(receiver.patience()) + ", as the receiver asked to be left alone");
        Attempt finished = finishing.await(refused, STORE_ANSWERS);
        log.trace("batch given up message={}", finished.lead().message().id());
    }

    private boolean mayGoOn(String receiver) {
        return !stopping.get() && !time.now().isBefore(pace.freeFrom(receiver));
    }

    private void deliver(@Nullable ConfiguredReceiver receiver, MessageBatch batch) {
        Duration toSend = receiver == null ? Duration.ZERO : receiver.receiver().deadline();
        Duration most = STORE_ANSWERS.plus(toSend);
        String message = batch.lead().message().id();
        Attempt noted = unnoted.get(message);
        Attempt answered = noted == null ? sending.await(Attempt.of(receiver, batch), most) : noted;
        if (receiver != null && answered.isFinal()) {
            unnoted.put(message, answered);
        }
        Attempt finished = finishing.await(answered, most);
        unnoted.remove(message);
        log.trace(
                "batch finished message={} postponed={}", batch.lead().message().id(), finished.isPostponed());
    }

    /** The next that is due by the store is not what waits for others, which is due long since. */
    private Optional<Instant> next(String receiver, @Nullable Instant again) {
        OutboxRepository.Backlog backlog = ask(OutboxRepository::backlog);
        metrics.waiting(backlog.messages(), backlog.oldest().orElse(null));
        Instant allowed = pace.freeFrom(receiver);
        Instant now = time.now();
        return ask(outgoing -> outgoing.nextDue(receiver))
                .map(next -> next.isAfter(now) ? earlier(next, again) : Objects.requireNonNullElse(again, next))
                .map(next -> next.isBefore(allowed) ? allowed : next)
                .map(next -> earlier(next, nextEnd(receiver, now)));
    }

    /** When the first of the messages that wait has had its time. */
    private @Nullable Instant nextEnd(String name, Instant now) {
        ConfiguredReceiver receiver = receivers.get(name);
        return receiver == null
                ? null
                : ask(outgoing -> outgoing.firstAfter(name, now.minus(receiver.patience())))
                        .map(first -> first.plus(receiver.patience()))
                        .orElse(null);
    }

    private static Instant earlier(Instant next, @Nullable Instant again) {
        return again != null && next.isAfter(again) ? again : next;
    }

    private <T> T ask(Function<OutboxRepository, T> question) {
        return BlockingWait.on(store.submit(open -> question.apply(open.outgoing())), STORE_ANSWERS);
    }
}
