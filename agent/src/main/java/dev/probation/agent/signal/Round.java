package dev.probation.agent.signal;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.signal.Delivery.Delivered;
import dev.probation.agent.signal.Delivery.Refused;
import dev.probation.agent.signal.Delivery.TryAgain;
import dev.probation.agent.store.Journal;
import dev.probation.agent.store.Outgoing;
import dev.probation.agent.store.Outgoing.Pending;
import dev.probation.agent.store.StoreThread;
import dev.probation.agent.time.Time;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what one receiver is due: the oldest message of each incident, then the next of each. Blocks; called by one
 * thread at a time for a receiver, and by several for several.
 */
final class Round {

    private static final Logger log = LoggerFactory.getLogger(Round.class);
    private static final Duration STORE_ANSWERS = Duration.ofSeconds(60);

    private final StoreThread store;
    private final Time time;
    private final Backoff backoff;
    private final Postman postman;
    private final Map<String, Addressee> addressees;
    private final Endings endings;
    private final OutboxMetrics metrics;
    private final Consumer<String> signalled;
    private final Map<String, Instant> leftAlone = new ConcurrentHashMap<>();
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
        Instant quiet = leftAlone.getOrDefault(receiver, Instant.MIN);
        List<Pending> due = time.now().isBefore(quiet) ? List.of() : due(receiver);
        while (!due.isEmpty() && !stopping.get()) {
            for (Pending pending : due) {
                if (!stopping.get() && !leftAlone.containsKey(receiver)) {
                    deliver(receiver, pending);
                }
            }
            due = leftAlone.containsKey(receiver) ? List.of() : due(receiver);
        }
        return next(receiver);
    }

    private List<Pending> due(String receiver) {
        leftAlone.remove(receiver);
        Instant now = time.now();
        return ask(outgoing -> outgoing.due(receiver, now));
    }

    private Optional<Instant> next(String receiver) {
        Outgoing.Backlog backlog = ask(Outgoing::backlog);
        metrics.waiting(backlog.messages(), backlog.oldest());
        Instant quiet = leftAlone.getOrDefault(receiver, Instant.MIN);
        return ask(outgoing -> outgoing.nextDue(receiver)).map(next -> next.isBefore(quiet) ? quiet : next);
    }

    private void deliver(String receiver, Pending pending) {
        Optional<Addressee> addressee = Optional.ofNullable(addressees.get(receiver));
        Delivery delivery = addressee
                .map(known -> tooLate(known, pending).orElseGet(() -> attempt(known, pending)))
                .orElseGet(
                        () -> new Refused(DeliveryFailure.REFUSED, "no receiver of this name is configured any more"));
        if (delivery instanceof TryAgain again) {
            postponeOrGiveUp(addressee, pending, again);
            return;
        }
        settle(addressee, pending, delivery);
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

    private Delivery attempt(Addressee addressee, Pending pending) {
        if (addressee.receiver().isOnce() && !begin(pending)) {
            return new Refused(
                    DeliveryFailure.OUTCOME_UNKNOWN,
                    "it was started, and the agent ended before it did: outcome unknown; it is not started again");
        }
        Delivery delivery = postman.attempt(addressee, pending.message());
        if (addressee.receiver().isOnce() && delivery instanceof TryAgain again) {
            return new Refused(again.why(), again.detail() + "; it is not started again");
        }
        return delivery;
    }

    /** On disk before it is begun; false where it had begun before. */
    private boolean begin(Pending pending) {
        Instant now = time.now();
        return !pending.started()
                && ask(outgoing -> outgoing.start(pending.message().id(), now));
    }

    private void postponeOrGiveUp(Optional<Addressee> addressee, Pending pending, TryAgain again) {
        Instant now = time.now();
        int attempts = pending.attempts() + 1;
        if (age(pending).compareTo(addressee.map(Addressee::patience).orElse(Backoff.PATIENCE)) > 0) {
            String detail = "given up after " + attempts + " attempts, the last of which gave: " + again.detail();
            settle(addressee, pending, new Refused(again.why(), detail));
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
        if (again.after().isPresent()) {
            // it asked to be left alone, not only with this message
            leftAlone.put(pending.message().receiver(), next);
        }
        tell(outgoing -> outgoing.postpone(pending.message().id(), next));
    }

    private void settle(Optional<Addressee> addressee, Pending pending, Delivery delivery) {
        Endings.Ending ending = endings.of(addressee, pending, delivery, time.now());
        tell(outgoing -> outgoing.settle(pending.message().id(), ending.entry(), ending.because()));
        if (ending.entry().kind() == Journal.Kind.ROLLBACK_SIGNALLED) {
            signalled.accept(pending.message().deployment());
        }
        if (delivery instanceof Refused refused) {
            log.error(
                    "message undelivered receiver={} deployment={} cause={}",
                    pending.message().receiver(),
                    pending.message().deployment(),
                    refused.detail());
        }
        if (delivery instanceof Delivered) {
            double seconds =
                    Duration.between(pending.message().at(), time.now()).toMillis() / 1000.0;
            addressee.ifPresent(known -> metrics.delivered(known.kind(), seconds));
        }
    }

    private <T> T ask(Function<Outgoing, T> question) {
        return Waiting.on(store.submit(open -> question.apply(open.outgoing())), STORE_ANSWERS);
    }

    private void tell(Consumer<Outgoing> change) {
        Waiting.until(store.run(open -> change.accept(open.outgoing())), STORE_ANSWERS);
    }
}
