package dev.probation.agent.outbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.DbSchedulerException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.send.Sender;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.Receivers;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the messages in the store, each at least once, whatever ends in between. There is one durable task for each
 * receiver with pending messages, on a thread of its own, so that a hanging one holds up nobody else.
 */
public final class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final String TASK = "deliver";
    private static final Duration TROUBLED = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(5);
    /** What is at work gives a sign of life more often than that while the store answers. */
    private static final Duration UNHEARD = OutboxScheduler.HEARTBEAT.plusSeconds(3);

    private static final Duration BUSY = Duration.ofMillis(250);
    /** In place of a receiver: all that have messages. No receiver has this name. */
    private static final String EVERYBODY = "";

    private final Time time;
    private final StoreExecutor store;
    private final WorkerExecutor worker;
    private final Collection<ConfiguredReceiver> receivers;
    private final ReceiverDelivery delivery;
    private final CustomTask<Void> task;
    private final Scheduler scheduler;
    private final WakeUps wakeUps;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean troubled = new AtomicBoolean();

    private Outbox(
            Time time,
            StoreExecutor store,
            WorkerExecutor worker,
            Function<Runnable, ReceiverDelivery> opened,
            DataSource source) {
        this.wakeUps = new WakeUps(time, this::wake);
        this.time = time;
        this.store = store;
        this.worker = worker;
        this.delivery = opened.apply(this::wake);
        this.receivers = delivery.receivers();
        this.task = Tasks.custom(TASK, Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, time.now().plus(TROUBLED)))
                .onDeadExecutionRevive()
                .execute((instance, context) -> deliver(instance));
        // what it could not note stays marked as in work, until somebody looks
        Runnable failed = () -> wakeUps.in(EVERYBODY, TROUBLED);
        this.scheduler = OutboxScheduler.on(source, task, time, receivers.size() + 1, failed);
    }

    /**
     * Opens the receivers and begins to deliver what is pending.
     *
     * @param context of the receivers
     * @param time that which messages are stamped with; may be called from any thread
     * @param people receivers of notifications
     * @param incidents what is told of incidents, by the outbox and directly
     * @param rollback with the receivers of its signal, which is tried until the deadline and not sent after it
     * @param follower of the rollbacks whose signals are sent
     */
    public static Future<Outbox> start(
            ReceiverContext context,
            SteadyTime time,
            StoreExecutor store,
            Collection<ReceiverConfig> people,
            RollbackConfig rollback,
            OutboxMetrics metrics,
            KnownIncidents incidents,
            RollbackFollower follower) {
        List<ConfiguredReceiver> receivers = new ArrayList<>();
        people.forEach(to -> receivers.add(
                new ConfiguredReceiver(to, Receivers.kind(to), Receivers.open(to, context), Backoff.PATIENCE)));
        rollback.to()
                .forEach(to -> receivers.add(new ConfiguredReceiver(
                        to,
                        Receivers.kind(to),
                        Receivers.open(to, context),
                        rollback.deadline(),
                        rollback.approval().contains(to.name()))));
        metrics.know(receivers.stream().map(ConfiguredReceiver::kind).distinct().toList());
        WorkerExecutor worker = context.vertx().createSharedWorkerExecutor("outbox", 1);
        Function<Runnable, ReceiverDelivery> delivery = written -> new ReceiverDelivery(
                store,
                time,
                Backoff.random(),
                new Sender(context.vertx().getOrCreateContext(), metrics),
                receivers.stream().collect(Collectors.toMap(ConfiguredReceiver::name, Function.identity())),
                metrics,
                incidents,
                follower,
                written);
        return store.submit(open -> released(open, time))
                .compose(source ->
                        worker.executeBlocking(() -> begun(new Outbox(time, store, worker, delivery, source)), false))
                .onSuccess(Outbox::wake)
                .onFailure(cause -> receivers.forEach(Outbox::abandon));
    }

    /** What the agent before had in work when it ended is tried again at once. */
    private static DataSource released(Store store, Time time) {
        store.releaseTasks();
        store.outgoing().retryAll(time.now());
        return store.dataSource();
    }

    private static void abandon(ConfiguredReceiver receiver) {
        Future<Void> closing = receiver.receiver().close();
        log.debug("receiver not used receiver={} closing={}", receiver.name(), closing);
    }

    private static Outbox begun(Outbox outbox) {
        outbox.receivers.forEach(to -> to.receiver()
                .begin(since -> outbox.store.submit(open -> open.outgoing().told(to.name(), since))));
        outbox.scheduler.start();
        return outbox;
    }

    /** Says that messages were written; to be called after the change that holds them. Callable from anywhere. */
    public void wake() {
        store.submit(open -> open.outgoing().receivers())
                .onSuccess(pending -> pending.forEach(this::wake))
                .onFailure(cause -> {
                    troubled(cause);
                    wakeUps.in(EVERYBODY, TROUBLED);
                });
    }

    private void wake(String receiver) {
        if (receiver.equals(EVERYBODY)) {
            wake();
            return;
        }
        worker.executeBlocking(() -> schedule(receiver), false)
                .onSuccess(taken -> {
                    troubled.set(false);
                    if (!taken) {
                        // it is at work just now, and may have looked before the message was there
                        wakeUps.in(receiver, BUSY);
                        freeIfLost(receiver);
                    }
                })
                .onFailure(cause -> {
                    troubled(cause);
                    wakeUps.in(receiver, TROUBLED);
                });
    }

    /** Frees what was left as in work when the store failed, where nobody is at work on it. */
    private void freeIfLost(String receiver) {
        Set<String> atWork = scheduler.getCurrentlyExecuting().stream()
                .map(each -> each.getTaskInstance().getId())
                .collect(Collectors.toSet());
        if (!atWork.contains(receiver)) {
            Instant unheardSince = time.now().minus(UNHEARD);
            Future<Void> unusedFreed =
                    store.run(open -> open.releaseLostTasks(OutboxScheduler.WORKER.getName(), unheardSince, atWork));
        }
    }

    private void troubled(Throwable cause) {
        if (!closing.get() && !troubled.getAndSet(true)) {
            log.warn("outbox not woken, trying again cause={}", cause.getMessage());
        }
    }

    /** False where it is at work. */
    private boolean schedule(String receiver) {
        try {
            return scheduler.schedule(task.instance(receiver), time.now(), ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
        } catch (DbSchedulerException e) {
            return false;
        }
    }

    private CompletionHandler<Void> deliver(TaskInstance<Void> instance) {
        Optional<Instant> next = delivered(instance.getId()).map(this::notWhileClosing);
        next.ifPresent(at -> wakeAt(instance.getId(), at));
        return (complete, operations) ->
                next.ifPresentOrElse(at -> operations.reschedule(complete, at), operations::stop);
    }

    /** When to come again; an attempt that the outbox's end cuts short is for the next start. */
    private Optional<Instant> delivered(String receiver) {
        try {
            return delivery.deliver(receiver);
        } catch (CancellationException e) {
            if (!closing.get()) {
                throw e;
            }
            log.debug("attempt cut short, to be made again after the next start receiver={}", receiver);
            return Optional.of(time.now());
        }
    }

    /** What is due while the outbox ends is for the next start, and would be picked again and again until then. */
    private Instant notWhileClosing(Instant next) {
        Instant later = time.now().plus(SOON);
        return closing.get() && next.isBefore(later) ? later : next;
    }

    /** The scheduler looks once a second, which is late for what is to be spaced by half of one. */
    private void wakeAt(String receiver, Instant next) {
        Duration wait = Duration.between(time.now(), next);
        if (wait.compareTo(SOON) < 0) {
            wakeUps.in(receiver, wait);
        }
    }

    /** Ends after the attempts that are under way; what is pending goes out after the next start. */
    public Future<Void> close() {
        if (closing.getAndSet(true)) {
            return Future.succeededFuture();
        }
        delivery.stop();
        wakeUps.stop();
        return worker.<Void>executeBlocking(
                        () -> {
                            scheduler.stop();
                            return null;
                        },
                        false)
                .eventually(() -> Future.join(receivers.stream()
                        .map(receiver -> receiver.receiver().close())
                        .toList()))
                .eventually(worker::close);
    }
}
