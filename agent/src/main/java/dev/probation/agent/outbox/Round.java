package dev.probation.agent.outbox;

import dev.probation.agent.config.Occasion;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Step;
import dev.probation.agent.receiver.Addressee;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Outgoing;
import dev.probation.agent.store.Outgoing.Carrier;
import dev.probation.agent.store.Outgoing.Pending;
import dev.probation.agent.store.StoreThread;
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
final class Round {

    private static final Logger log = LoggerFactory.getLogger(Round.class);
    /** The kind of a receiver that is configured no more. */
    static final String UNKNOWN = "unknown";

    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final Duration STORE_ANSWERS = Duration.ofSeconds(60);

    private final StoreThread store;
    private final Time time;
    private final Backoff backoff;
    private final Postman postman;
    private final Map<String, Addressee> addressees;
    private final Endings endings;
    private final OutboxMetrics metrics;
    private final Consumer<String> signalled;
    private final Map<String, Instant> nextAllowed = new ConcurrentHashMap<>();
    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopping = new AtomicBoolean();

    Round(
            StoreThread store,
            Time time,
            Backoff backoff,
            Postman postman,
            Map<String, Addressee> addressees,
            OutboxMetrics metrics,
            Consumer<String> signalled) {
        this.store = store;
        this.time = time;
        this.backoff = backoff;
        this.postman = postman;
        this.addressees = Map.copyOf(addressees);
        this.endings = new Endings(addressees.values());
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
        Optional<Addressee> addressee = Optional.ofNullable(addressees.get(receiver));
        Optional<Instant> gathered = Optional.empty();
        boolean more = true;
        while (more && !stopping.get() && mayGoOn(receiver)) {
            Gathering gathering = gather(receiver, addressee);
            gathered = gathering.again();
            more = !gathering.ready().isEmpty();
            for (Parcel parcel : gathering.ready()) {
                if (!stopping.get() && mayGoOn(receiver)) {
                    deliver(addressee, parcel);
                }
            }
        }
        return next(receiver, gathered);
    }

    private boolean mayGoOn(String receiver) {
        return !time.now().isBefore(nextAllowed.getOrDefault(receiver, Instant.MIN));
    }

    private Gathering gather(String receiver, Optional<Addressee> addressee) {
        Instant now = time.now();
        boolean person = addressee.filter(known -> !known.isDeployer()).isPresent();
        List<Pending> due = Waiting.on(
                store.submit(open -> person
                        ? Silencing.audible(open, receiver, now)
                        : open.outgoing().due(receiver, now)),
                STORE_ANSWERS);
        return addressee
                .map(known -> Gathering.of(due, known, now))
                .orElseGet(() -> new Gathering(due.stream().map(Parcel::of).toList(), Optional.empty()));
    }

    /** The next that is due by the store is not what waits for others, which is due long since. */
    private Optional<Instant> next(String receiver, Optional<Instant> gathered) {
        Outgoing.Backlog backlog = ask(Outgoing::backlog);
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

    private void deliver(Optional<Addressee> addressee, Parcel found) {
        Parcel parcel = whole(addressee, found);
        Delivery delivery = addressee
                .map(known -> tooLate(known, parcel.lead()).orElseGet(() -> attempt(known, parcel)))
                .orElseGet(
                        () -> new Refused(DeliveryFailure.REFUSED, "no receiver of this name is configured any more"));
        if (delivery instanceof TryAgain again) {
            postponeOrGiveUp(addressee, parcel, again);
            return;
        }
        settle(addressee, parcel, delivery);
    }

    /** With all that is sent with it; a bundle is one for good before it is sent, so that what is repeated is the same. */
    private Parcel whole(Optional<Addressee> addressee, Parcel parcel) {
        // one that goes alone as well, lest it be told again with others under another id
        boolean gathered = addressee
                .filter(known -> Gathering.isGathered(parcel.lead(), known))
                .isPresent();
        if (gathered) {
            tell(outgoing -> outgoing.bundle(parcel.ids()));
            return parcel;
        }
        String lead = parcel.lead().message().id();
        return parcel.lead().leads() ? new Parcel(parcel.lead(), ask(outgoing -> outgoing.carriedBy(lead))) : parcel;
    }

    /** A late word to people does no harm; a late rollback may undo what went live since. */
    private Optional<Delivery> tooLate(Addressee addressee, Pending pending) {
        if (!addressee.isDeployer()) {
            return Optional.empty();
        }
        if (age(pending).compareTo(addressee.patience()) > 0) {
            return noMore("the rollback's deadline of " + Durations.write(addressee.patience()) + " has passed");
        }
        String deployment = pending.message().deployment();
        boolean ended = Waiting.on(store.submit(open -> open.find(deployment)), STORE_ANSWERS)
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

    private Delivery attempt(Addressee addressee, Parcel parcel) {
        Message message = parcel.message();
        if (addressee.holdsIncidents() && resolvesCheck(message)) {
            Optional<Carrier> carrier = ask(outgoing -> outgoing.carrier(addressee.name(), message.incident()));
            if (carrier.isPresent()) {
                return resolve(addressee, message, carrier.orElseThrow());
            }
        }
        if (addressee.receiver().isOnce() && !begin(parcel.lead())) {
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
        return notice.occasion() == Occasion.RECOVERED && notice.step() == Step.RESOLVES;
    }

    /** What was opened with others is resolved with the last of them. */
    private Delivery resolve(Addressee addressee, Message message, Carrier carrier) {
        if (carrier.open() > 0) {
            return new Delivered("not sent: " + carrier.open() + " more of the same incident are still failing");
        }
        String incident = Parcel.incident(carrier.lead());
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

    private Delivery send(Addressee addressee, Message message) {
        Delivery delivery = postman.attempt(addressee, message);
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

    private void postponeOrGiveUp(Optional<Addressee> addressee, Parcel parcel, TryAgain again) {
        Instant now = time.now();
        Pending pending = parcel.lead();
        int attempts = pending.attempts() + 1;
        if (age(pending).compareTo(addressee.map(Addressee::patience).orElse(Backoff.PATIENCE)) > 0) {
            String detail = "given up after " + attempts + " attempts, the last of which gave: " + again.detail();
            settle(addressee, parcel, new Refused(again.why(), detail));
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

    private void settle(Optional<Addressee> addressee, Parcel parcel, Delivery delivery) {
        Message message = parcel.lead().message();
        Endings.Ending ending = endings.of(addressee, parcel, delivery, time.now());
        Optional<String> refused = delivery instanceof Refused given ? Optional.of(given.detail()) : Optional.empty();
        tell(outgoing -> outgoing.settle(message.id(), ending.entry(), refused, ending.because()));
        if (addressee.map(Addressee::isDeployer).orElse(true)) {
            signalled.accept(message.deployment());
        }
        String kind = addressee.map(Addressee::kind).orElse(UNKNOWN);
        refused.ifPresent(detail -> {
            metrics.gaveUp(kind);
            log.error(
                    "message undelivered receiver={} deployment={} cause={}",
                    message.receiver(),
                    message.deployment(),
                    detail);
        });
        if (delivery instanceof Delivered) {
            metrics.delivered(kind, age(parcel.lead()).toMillis() / 1000.0);
            freeOthers(parcel);
        }
    }

    /** A receiver that takes messages again takes the others, too: they need not sit out their waits. */
    private void freeOthers(Parcel delivered) {
        if (delivered.lead().attempts() > 0) {
            Instant now = time.now();
            tell(outgoing -> outgoing.retry(delivered.lead().message().receiver(), now));
        }
    }

    private <T> T ask(Function<Outgoing, T> question) {
        return Waiting.on(store.submit(open -> question.apply(open.outgoing())), STORE_ANSWERS);
    }

    private void tell(Consumer<Outgoing> change) {
        Waiting.until(store.run(open -> change.accept(open.outgoing())), STORE_ANSWERS);
    }
}
