package dev.probation.agent.alarm;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Step;
import dev.probation.agent.outbox.Batching;
import dev.probation.agent.outbox.DeliveryResults;
import dev.probation.agent.outbox.MessageBatch;
import dev.probation.agent.outbox.Sender;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.OutboxRepository.Pending;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one receiver is told directly, in its order, one at a time, and a storm as one. Gives a message up after some
 * attempts: the outbox has it when the store is back. Confined to the event loop.
 */
final class DirectDelivery {

    private static final Logger log = LoggerFactory.getLogger(DirectDelivery.class);

    /** Before each further attempt. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5));

    /** Messages that are kept, told or not; beyond it they wait for the store. */
    static final int MOST = 1_000;

    private static final Duration GATHER = Duration.ofSeconds(2);
    private static final Duration TO_CLOSE = Duration.ofSeconds(2);

    private final ConfiguredReceiver addressee;
    private final Sender sender;
    private final Context loop;
    private final Time time;
    private final DeliveryResults results = new DeliveryResults(List.of());
    private final Set<String> known = new HashSet<>();
    private final Map<String, Message> waiting = new LinkedHashMap<>();
    private final List<Told> told = new ArrayList<>();
    private boolean busy;
    private boolean closed;
    private Promise<Void> idle = Promise.promise();

    DirectDelivery(ConfiguredReceiver addressee, Sender sender, Context loop, Time time) {
        this.addressee = addressee;
        this.sender = sender;
        this.loop = loop;
        this.time = time;
    }

    /**
     * What was delivered.
     *
     * @param ids of the messages, the one that led the others first
     * @param entry tells it in the journal
     */
    record Told(List<String> ids, JournalEntry entry) {

        /** Has the outbox take them for delivered. One that cannot be settled is sent again, under its own id. */
        void settle(OutboxRepository outgoing) {
            try {
                if (ids.size() > 1) {
                    outgoing.bundle(ids);
                }
                outgoing.settle(ids.get(0), entry, Optional.empty(), List.of());
            } catch (StoreException e) {
                log.warn("message will be delivered again message={} cause={}", ids.get(0), e.getMessage());
            }
        }

        Optional<Told> of(Set<String> written) {
            List<String> here = ids.stream().filter(written::contains).toList();
            return here.isEmpty() ? Optional.empty() : Optional.of(new Told(here, entry));
        }
    }

    /**
     * Sends it after those before, unless it was given before. The end of an incident waits for the store, which alone knows
     * with which others it was opened; but for the store's own.
     */
    void add(Message message) {
        Notice notice = Notice.fromJson(message.body());
        boolean ends = addressee.holdsIncidents() && notice.step() == Step.RESOLVES && !notice.isOfStore();
        if (ends || known.size() >= MOST || !known.add(message.id())) {
            return;
        }
        waiting.put(message.id(), message);
        next();
    }

    private void next() {
        if (busy || closed) {
            return;
        }
        if (waiting.isEmpty()) {
            Promise<Void> ended = idle;
            idle = Promise.promise();
            ended.complete();
            return;
        }
        busy = true;
        Batching batching = Batching.of(
                waiting.values().stream().map(DirectDelivery::pending).toList(), addressee, time.now());
        batching.ready().stream()
                .findFirst()
                .ifPresentOrElse(batch -> attempt(batch, 0), () -> after(GATHER, this::next));
    }

    private static Pending pending(Message message) {
        return new Pending(message, 0, false, Optional.empty(), false, false);
    }

    private void after(Duration wait, Runnable what) {
        Time.Cancellable unusedTimer = time.after(wait, () -> {
            busy = false;
            what.run();
        });
    }

    private void attempt(MessageBatch batch, int attempts) {
        busy = true;
        if (closed || batch.ids().stream().noneMatch(waiting::containsKey)) {
            busy = false;
            next();
            return;
        }
        sender.post(addressee, said(batch.message()))
                .onComplete(done -> loop.runOnContext(ignored -> {
                    Delivery delivery = done.result();
                    if (delivery instanceof TryAgain again && attempts < WAITS.size()) {
                        Duration wait = WAITS.get(attempts);
                        after(
                                again.after()
                                        .filter(asked -> asked.compareTo(wait) > 0)
                                        .orElse(wait),
                                () -> attempt(batch, attempts + 1));
                    } else {
                        ended(batch, delivery);
                    }
                }));
    }

    private void ended(MessageBatch batch, Delivery delivery) {
        batch.ids().forEach(waiting::remove);
        boolean whole = said(batch.message()).equals(batch.message());
        if (delivery instanceof Delivered && whole) {
            told.add(new Told(
                    batch.ids(),
                    results.of(Optional.of(addressee), batch, delivery, time.now())
                            .entry()));
        }
        if (delivery instanceof Delivered) {
            log.info(
                    "message sent without the store receiver={} message={}",
                    addressee.name(),
                    batch.ids().get(0));
        } else {
            String why = delivery instanceof Refused refused ? refused.detail() : ((TryAgain) delivery).detail();
            log.error("message not sent without the store receiver={} cause={}", addressee.name(), why);
        }
        after(addressee.traits().spacing().plusMillis(1), this::next);
    }

    /** Nothing is said to be done that has to wait for the store. */
    private static Message said(Message message) {
        Notice notice = Notice.fromJson(message.body());
        if (notice.occasion() != NotificationEvent.ROLLBACK
                && notice.announcement().isEmpty()) {
            return message;
        }
        Notice cautious = notice.announced(Optional.empty());
        Notice said = notice.occasion() == NotificationEvent.ROLLBACK
                ? cautious.saying(
                        notice.reason()
                                + " (The agent's store cannot be written: this is not on disk yet, and until it is no rollback is signalled.)")
                : cautious;
        return new Message(
                message.id(),
                message.deployment(),
                message.receiver(),
                message.incident(),
                message.at(),
                said.toJson());
    }

    List<Told> told(List<Message> written) {
        Set<String> ids = ids(written);
        return told.stream().flatMap(each -> each.of(ids).stream()).toList();
    }

    void forget(List<Message> written) {
        Set<String> ids = ids(written);
        waiting.keySet().removeAll(ids);
        known.removeAll(ids);
        told.removeIf(each -> ids.containsAll(each.ids()));
    }

    private static Set<String> ids(List<Message> messages) {
        return messages.stream().map(Message::id).collect(Collectors.toSet());
    }

    /** Gives what waits a moment to be sent, and frees connections. */
    Future<Void> close() {
        Promise<Void> ended = Promise.promise();
        Time.Cancellable timer = time.after(TO_CLOSE, ended::tryComplete);
        idle.future().onComplete(done -> ended.tryComplete());
        if (waiting.isEmpty() && !busy) {
            ended.tryComplete();
        }
        return ended.future().eventually(() -> {
            timer.cancel();
            closed = true;
            return addressee.receiver().close();
        });
    }
}
