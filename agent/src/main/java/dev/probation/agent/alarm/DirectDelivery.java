package dev.probation.agent.alarm;

import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.outbox.stage.ReceiverPace;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.outbox.stage.Stages;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.finish.DeliveryResults;
import dev.probation.agent.outbox.stage.finish.PostponeStage;
import dev.probation.agent.outbox.stage.finish.Retries;
import dev.probation.agent.outbox.stage.select.BatchStage;
import dev.probation.agent.outbox.stage.select.MessageBatch;
import dev.probation.agent.outbox.stage.select.Selection;
import dev.probation.agent.outbox.stage.send.Attempt;
import dev.probation.agent.outbox.stage.send.SendStage;
import dev.probation.agent.outbox.stage.send.Sender;
import dev.probation.agent.outbox.stage.send.StandingStage;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.Lease.Standing;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository.Pending;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one receiver is told directly, in its order, one at a time, and a storm as one. Gives a message up after some
 * attempts: the outbox has it when the store is back. Confined to the event loop.
 */
final class DirectDelivery implements Retries {

    private static final Logger log = LoggerFactory.getLogger(DirectDelivery.class);

    /** With the waits between them some eight minutes. */
    private static final int MOST_ATTEMPTS = 10;

    /** Messages that are kept, told or not; beyond it they wait for the store. */
    static final int MOST = 1_000;

    /** What waits for others of its kind is looked at again after this: something urgent may have come meanwhile. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private static final Duration TO_CLOSE = Duration.ofSeconds(2);

    private final ConfiguredReceiver receiver;
    private final KnownIncidents incidents;
    private final Context loop;
    private final Time time;
    private final ReceiverPace pace = new ReceiverPace();
    private final Stages<Selection> selecting;
    private final Stages<Attempt> sending;
    private final Stages<Attempt> finishing;
    private final Set<String> known = new HashSet<>();
    private final Map<String, Message> waiting = new LinkedHashMap<>();
    private final List<DirectlyTold> told = new ArrayList<>();
    private boolean busy;
    private boolean closed;
    private Promise<Void> idle = Promise.promise();

    /** @param standing of the store: while that cannot be asked people are told, though another agent may have it by now */
    DirectDelivery(
            ConfiguredReceiver receiver,
            Sender sender,
            KnownIncidents incidents,
            Context loop,
            Time time,
            Supplier<Future<Standing>> standing) {
        this.receiver = receiver;
        this.incidents = incidents;
        this.loop = loop;
        this.time = time;
        Stage<Selection> waits = this::waits;
        Stage<Attempt> ends = this::ends;
        this.selecting = new Stages<>(selection -> false, List.of(waits, new BatchStage()));
        this.sending = new Stages<>(
                Attempt::isAnswered,
                List.of(
                        new CautionStage(),
                        new StandingStage(standing, Set.of(Standing.HELD, Standing.UNREACHABLE)),
                        new SendStage(sender, pace, incidents, time)));
        this.finishing =
                new Stages<>(Attempt::isPostponed, List.of(new PostponeStage(this, Backoff.random(), time), ends));
    }

    /**
     * Has it sent after those before, unless it was given before. The end of an incident waits for the store, which alone knows
     * with which others it was opened; but for the store's own.
     */
    void add(Message message) {
        boolean ends = isEnd(message);
        if (ends) {
            incidents.ended(message);
        }
        if ((ends && receiver.showsIncidents()) || known.size() >= MOST || !known.add(message.id())) {
            return;
        }
        waiting.put(message.id(), message);
    }

    /** Begins with what was added, where it is not at work already. */
    void begin() {
        next();
    }

    private static boolean isEnd(Message message) {
        Notice notice = message.notice();
        return notice.action() == IncidentAction.RESOLVE && !notice.isOfStore();
    }

    private void next() {
        if (busy || closed) {
            return;
        }
        leaveEnds();
        if (waiting.isEmpty()) {
            Promise<Void> ended = idle;
            idle = Promise.promise();
            ended.complete();
            return;
        }
        busy = true;
        Guard.begin(() -> selecting.run(Selection.of(receiver, time.now(), List.of())))
                .map(this::selected)
                .onFailure(cause -> leave(List.of(waiting.keySet().iterator().next()), cause));
    }

    private Selection selected(Selection selection) {
        if (selection.ready().isEmpty()) {
            Instant soon = time.now().plus(LOOK_AGAIN);
            afterUntil(selection.again().filter(soon::isAfter).orElse(soon), this::next);
        } else {
            attempt(selection.ready().get(0));
        }
        return selection;
    }

    /** The agent itself failed at it: the store has these messages when it is back, and others are not held up. */
    private void leave(List<String> messages, Throwable cause) {
        messages.forEach(waiting::remove);
        log.error(
                "message not sent without the store receiver={} cause={}",
                receiver.name(),
                cause.getClass().getSimpleName());
        afterUntil(time.now(), this::next);
    }

    /** The end of what the receiver was not told of comes when the store is back: the outbox has it behind the beginning. */
    private void leaveEnds() {
        Set<String> known = new HashSet<>();
        for (Message message : List.copyOf(waiting.values())) {
            boolean follows = known.contains(message.incident()) || incidents.isOpened(message);
            if (isEnd(message) && !follows) {
                Message unusedLeft = waiting.remove(message.id());
            } else {
                boolean unusedNew = known.add(message.incident());
            }
        }
    }

    /** The first of each incident, as the outbox does, with how it ended where that waits behind it or for the store. */
    private Future<Selection> waits(Selection selection) {
        Map<String, Pending> first = new LinkedHashMap<>();
        for (Message message : waiting.values()) {
            Pending before = first.putIfAbsent(message.incident(), Pending.of(message));
            if (before != null && isEnd(message) && before.over().isEmpty() && !isEnd(before.message())) {
                Pending unusedOpen = first.put(message.incident(), before.ended(message.resolution()));
            }
        }
        List<Pending> due = first.values().stream()
                .map(pending -> pending.over(incidents::howOver))
                .toList();
        return Future.succeededFuture(Selection.of(receiver, selection.now(), due));
    }

    private void attempt(MessageBatch batch) {
        busy = true;
        if (closed || batch.ids().stream().noneMatch(waiting::containsKey)) {
            busy = false;
            next();
            return;
        }
        Guard.begin(() -> sending.run(Attempt.of(receiver, batch)))
                .onComplete(sent -> loop.runOnContext(ignored -> finish(batch, sent)));
    }

    private void finish(MessageBatch batch, AsyncResult<Attempt> sent) {
        Future<Attempt> answered =
                sent.succeeded() ? Future.succeededFuture(sent.result()) : Future.failedFuture(sent.cause());
        answered.compose(finishing::run).onFailure(cause -> leave(batch.ids(), cause));
    }

    @Override
    public boolean isSpent(Attempt attempt, Instant now) {
        return attempt.number() >= MOST_ATTEMPTS;
    }

    @Override
    public Future<Void> postpone(Attempt attempt, TryAgain why, Instant next) {
        afterUntil(next, () -> attempt(attempt.batch().triedOnceMore()));
        return Future.succeededFuture();
    }

    private Future<Attempt> ends(Attempt attempt) {
        MessageBatch batch = attempt.batch();
        batch.ids().forEach(waiting::remove);
        if (attempt.answer().orElseThrow() instanceof Refused refused) {
            log.error("message not sent without the store receiver={} cause={}", receiver.name(), refused.detail());
        } else {
            log.info(
                    "message sent without the store receiver={} message={}",
                    receiver.name(),
                    batch.ids().get(0));
            if (attempt.message().equals(batch.message())) {
                told.add(new DirectlyTold(batch.ids(), DeliveryResults.entry(attempt, time.now())));
            }
        }
        afterUntil(time.now(), this::next);
        return Future.succeededFuture(attempt);
    }

    /** Not before the receiver may be sent something. */
    private void afterUntil(Instant until, Runnable what) {
        Instant now = time.now();
        Instant allowed = pace.freeFrom(receiver.name());
        Instant at = until.isAfter(allowed) ? until : allowed;
        Duration wait = at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
        Time.Cancellable unusedTimer = time.after(wait.plusMillis(1), () -> {
            busy = false;
            what.run();
        });
    }

    List<DirectlyTold> told(List<Message> written) {
        Set<String> ids = ids(written);
        return told.stream().flatMap(each -> each.of(ids).stream()).toList();
    }

    void forget(List<Message> written) {
        written.forEach(incidents::written);
        Set<String> ids = ids(written);
        waiting.keySet().removeAll(ids);
        known.removeAll(ids);
        List<DirectlyTold> left =
                told.stream().flatMap(each -> each.without(ids).stream()).toList();
        told.clear();
        told.addAll(left);
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
            return receiver.receiver().close();
        });
    }
}
