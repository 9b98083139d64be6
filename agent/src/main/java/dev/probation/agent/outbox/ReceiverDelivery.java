package dev.probation.agent.outbox;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Step;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.OutboxRepository.Carrier;
import dev.probation.agent.store.OutboxRepository.Pending;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Time;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what one receiver is due: the oldest message of each incident, then the next of each. Blocks; may be called
 * by several threads, of which one at a time delivers to a receiver.
 */
final class ReceiverDelivery {

    private static final Logger log = LoggerFactory.getLogger(ReceiverDelivery.class);
    /** The kind of a receiver that is configured no more. */
    static final String UNKNOWN = "unknown";

    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final Duration STORE_ANSWERS = Duration.ofSeconds(60);

    private final StoreExecutor store;
    private final Time time;
    private final Backoff backoff;
    private final Sender sender;
    private final Map<String, ConfiguredReceiver> addressees;
    private final DeliveryResults results;
    private final OutboxMetrics metrics;
    private final Consumer<String> signalled;
    private final Map<String, Instant> nextAllowed = new ConcurrentHashMap<>();
    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopping = new AtomicBoolean();

    ReceiverDelivery(
            StoreExecutor store,
            Time time,
            Backoff backoff,
            Sender sender,
            Map<String, ConfiguredReceiver> addressees,
            OutboxMetrics metrics,
            Consumer<String> signalled) {
        this.store = store;
        this.time = time;
        this.backoff = backoff;
        this.sender = sender;
        this.addressees = Map.copyOf(addressees);
        this.results = new DeliveryResults(addressees.values());
        this.metrics = metrics;
        this.signalled = signalled;
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
            // the scheduler takes a round for dead where the process was stopped for a while, and begins another
            return Optional.of(time.now().plus(BUSY));
        }
        try {
            return deliverDue(receiver);
        } finally {
            boolean done = working.remove(receiver);
            log.trace("round ended receiver={} done={}", receiver, done);
        }
    }

    private Optional<Instant> deliverDue(String receiver) {
        Optional<ConfiguredReceiver> addressee = Optional.ofNullable(addressees.get(receiver));
        Optional<Instant> gathered = Optional.empty();
        boolean more = true;
        while (more && !stopping.get() && mayGoOn(receiver)) {
            Batching batching = gather(receiver, addressee);
            gathered = batching.again();
            more = !batching.ready().isEmpty();
            for (MessageBatch batch : batching.ready()) {
                if (!stopping.get() && mayGoOn(receiver)) {
                    deliver(addressee, batch);
                }
            }
        }
        return next(receiver, gathered);
    }

    private boolean mayGoOn(String receiver) {
        return !time.now().isBefore(nextAllowed.getOrDefault(receiver, Instant.MIN));
    }

    private Batching gather(String receiver, Optional<ConfiguredReceiver> addressee) {
        Instant now = time.now();
        boolean person = addressee.filter(known -> !known.isDeployer()).isPresent();
        List<Pending> due = BlockingWait.on(
                store.submit(open -> person
                        ? SilenceFilter.audible(open, receiver, now)
                        : open.outgoing().due(receiver, now)),
                STORE_ANSWERS);
        return addressee
                .map(known -> Batching.of(due, known, now))
                .orElseGet(() -> new Batching(due.stream().map(MessageBatch::of).toList(), Optional.empty()));
    }

    /** The next that is due by the store is not what waits for others, which is due long since. */
    private Optional<Instant> next(String receiver, Optional<Instant> gathered) {
        OutboxRepository.Backlog backlog = ask(OutboxRepository::backlog);
        metrics.waiting(backlog.messages(), backlog.oldest());
        Instant allowed = nextAllowed.getOrDefault(receiver, Instant.MIN);
        Instant now = time.now();
        return ask(outgoing -> outgoing.nextDue(receiver))
                .map(next -> next.isAfter(now) ? earlier(next, gathered) : gathered.orElse(next))
                .map(next -> next.isBefore(allowed) ? allowed : next);
    }

    private static Instant earlier(Instant next, Optional<Instant> gathered) {
        return gathered.filter(next::isAfter).orElse(next);
    }

    private void deliver(Optional<ConfiguredReceiver> addressee, MessageBatch found) {
        MessageBatch batch = whole(addressee, found);
        Delivery delivery = addressee
                .map(known -> tooLate(known, batch.lead()).orElseGet(() -> attempt(known, batch)))
                .orElseGet(
                        () -> new Refused(DeliveryFailure.REFUSED, "no receiver of this name is configured any more"));
        if (delivery instanceof TryAgain again) {
            postponeOrGiveUp(addressee, batch, again);
            return;
        }
        settle(addressee, batch, delivery);
    }

    /** With all that is sent with it; a bundle is one for good before it is sent, so that what is repeated is the same. */
    private MessageBatch whole(Optional<ConfiguredReceiver> addressee, MessageBatch batch) {
        // one that goes alone as well, lest it be told again with others under another id
        boolean gathered = addressee
                .filter(known -> Batching.isGathered(batch.lead(), known))
                .isPresent();
        if (gathered) {
            tell(outgoing -> outgoing.bundle(batch.ids()));
            return batch;
        }
        String lead = batch.lead().message().id();
        return batch.lead().leads() ? new MessageBatch(batch.lead(), ask(outgoing -> outgoing.carriedBy(lead))) : batch;
    }

    /** A late word to people does no harm; a late rollback may undo what went live since. */
    private Optional<Delivery> tooLate(ConfiguredReceiver addressee, Pending pending) {
        if (!addressee.isDeployer()) {
            return Optional.empty();
        }
        if (age(pending).compareTo(addressee.patience()) > 0) {
            return noMore("the rollback's deadline of " + Durations.write(addressee.patience()) + " has passed");
        }
        String deployment = pending.message().deployment();
        boolean ended = BlockingWait.on(store.submit(open -> open.deployments().find(deployment)), STORE_ANSWERS)
                .filter(found -> !found.phase().isOpen())
                .isPresent();
        return ended ? noMore("the deployment has ended") : Optional.empty();
    }

    private static Optional<Delivery> noMore(String why) {
        return Optional.of(new Refused(DeliveryFailure.EXPIRED, why + ", so its rollback is signalled no more"));
    }

    private Duration age(Pending pending) {
        return Duration.between(pending.message().at(), time.now());
    }

    private Delivery attempt(ConfiguredReceiver addressee, MessageBatch batch) {
        Message message = batch.message();
        if (addressee.holdsIncidents() && resolvesCheck(message)) {
            Optional<Carrier> carrier = ask(outgoing -> outgoing.carrier(addressee.name(), message.incident()));
            if (carrier.isPresent()) {
                return resolve(addressee, message, carrier.orElseThrow());
            }
        }
        if (addressee.receiver().isOnce() && !begin(batch.lead())) {
            return new Refused(
                    DeliveryFailure.OUTCOME_UNKNOWN,
                    "it was started, and the agent ended before it did: outcome unknown; it is not started again");
        }
        Delivery delivery = send(addressee, message);
        if (addressee.receiver().isOnce() && delivery instanceof TryAgain again) {
            return new Refused(again.why(), again.detail() + "; it is not started again");
        }
        return delivery;
    }

    private static boolean resolvesCheck(Message message) {
        Notice notice = Notice.fromJson(message.body());
        return notice.occasion() == NotificationEvent.RECOVERED && notice.step() == Step.RESOLVES;
    }

    /** What was opened with others is resolved with the last of them. */
    private Delivery resolve(ConfiguredReceiver addressee, Message message, Carrier carrier) {
        if (carrier.open() > 0) {
            return new Delivered("not sent: " + carrier.open() + " more of the same incident are still failing");
        }
        String incident = MessageBatch.incident(carrier.lead());
        return send(
                addressee,
                new Message(
                        message.id(),
                        message.deployment(),
                        message.receiver(),
                        incident,
                        message.at(),
                        message.body()));
    }

    private Delivery send(ConfiguredReceiver addressee, Message message) {
        Delivery delivery = sender.attempt(addressee, message);
        Duration spacing = addressee.traits().spacing();
        if (!spacing.isZero()) {
            nextAllowed.put(addressee.name(), time.now().plus(spacing));
        }
        return delivery;
    }

    /** On disk before it is begun; false where it had begun before. */
    private boolean begin(Pending pending) {
        Instant now = time.now();
        return !pending.started()
                && ask(outgoing -> outgoing.start(pending.message().id(), now));
    }

    private void postponeOrGiveUp(Optional<ConfiguredReceiver> addressee, MessageBatch batch, TryAgain again) {
        Instant now = time.now();
        Pending pending = batch.lead();
        int attempts = pending.attempts() + 1;
        if (age(pending).compareTo(addressee.map(ConfiguredReceiver::patience).orElse(Backoff.PATIENCE)) > 0) {
            String detail = "given up after " + attempts + " attempts, the last of which gave: " + again.detail();
            settle(addressee, batch, new Refused(again.why(), detail));
            return;
        }
        if (pending.attempts() == 0) {
            log.warn(
                    "message not delivered, trying again receiver={} deployment={} cause={}",
                    pending.message().receiver(),
                    pending.message().deployment(),
                    again.detail());
        }
        Instant next = now.plus(again.after().orElseGet(() -> backoff.after(attempts)));
        boolean asked = again.after().isPresent();
        tell(outgoing -> {
            outgoing.postpone(pending.message().id(), next, asked);
            if (again.isSurelyNotTaken()) {
                outgoing.loosen(pending.message().id());
            }
        });
        if (asked) {
            // it asked to be left alone, not only with this message
            nextAllowed.put(pending.message().receiver(), next);
        }
    }

    private void settle(Optional<ConfiguredReceiver> addressee, MessageBatch batch, Delivery delivery) {
        Message message = batch.lead().message();
        DeliveryResults.Ending ending = results.of(addressee, batch, delivery, time.now());
        Optional<String> refused = delivery instanceof Refused given ? Optional.of(given.detail()) : Optional.empty();
        tell(outgoing -> outgoing.settle(message.id(), ending.entry(), refused, ending.because()));
        if (addressee.map(ConfiguredReceiver::isDeployer).orElse(true)) {
            signalled.accept(message.deployment());
        }
        String kind = addressee.map(ConfiguredReceiver::kind).orElse(UNKNOWN);
        refused.ifPresent(detail -> {
            metrics.gaveUp(kind);
            log.error(
                    "message undelivered receiver={} deployment={} cause={}",
                    message.receiver(),
                    message.deployment(),
                    detail);
        });
        if (delivery instanceof Delivered) {
            metrics.delivered(kind, age(batch.lead()).toMillis() / 1000.0);
            freeOthers(batch);
        }
    }

    /** A receiver that takes messages again takes the others, too: they need not sit out their waits. */
    private void freeOthers(MessageBatch delivered) {
        if (delivered.lead().attempts() > 0) {
            Instant now = time.now();
            tell(outgoing -> outgoing.retry(delivered.lead().message().receiver(), now));
        }
    }

    private <T> T ask(Function<OutboxRepository, T> question) {
        return BlockingWait.on(store.submit(open -> question.apply(open.outgoing())), STORE_ANSWERS);
    }

    private void tell(Consumer<OutboxRepository> change) {
        BlockingWait.until(store.run(open -> change.accept(open.outgoing())), STORE_ANSWERS);
    }
}
