package dev.probation.agent.alarm;

import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.outbox.OutboxScheduler;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether the agent's store can be used. Where it cannot for a while, people are told once, and once
 * when it can again. Confined to the event loop of its {@link Time}, but for {@link #problem}.
 */
public final class StoreAlarm {

    private static final Logger log = LoggerFactory.getLogger(StoreAlarm.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final SteadyTime time;
    private final String agent;
    private final Supplier<Future<Optional<String>>> looks;
    private final Supplier<Duration> patience;
    private final EmergencyNotifier notifier;
    private final Guard finding = new Guard("store-alarm");
    private volatile @Nullable String problem;
    /** When the problem was found; it means nothing while there is none. */
    private Instant since = Instant.EPOCH;

    private long began;
    private boolean looking;
    private boolean alarmed;
    private boolean stopped;
    private Time.@Nullable Cancellable timer;

    /**
     * @param time that which messages are stamped with
     * @param agent whose store it is, for people
     * @param looks why the store cannot be used now; may never complete
     * @param patience how long that lasts before people are told
     */
    public StoreAlarm(
            SteadyTime time,
            String agent,
            Supplier<Future<Optional<String>>> looks,
            Supplier<Duration> patience,
            EmergencyNotifier notifier) {
        this.time = time;
        this.agent = agent;
        this.looks = looks;
        this.patience = patience;
        this.notifier = notifier;
    }

    /** The machine's name, where an agent has no better one. */
    public static String host() {
        return OutboxScheduler.WORKER.getName();
    }

    /** Looks in a moment, and from then on. */
    public void start() {
        timer = time.after(LOOK, this::look);
    }

    private void look() {
        if (stopped) {
            return;
        }
        if (looking) {
            finding.run(() -> found(Objects.requireNonNullElse(problem, "the store does not answer")));
        } else {
            looking = true;
            Guard.begin(looks).onComplete(done -> {
                looking = false;
                finding.run(() -> found(done.succeeded() ? done.result().orElse(null) : message(done.cause())));
            });
        }
        timer = time.after(LOOK, this::look);
    }

    private static String message(Throwable cause) {
        return Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    }

    /** Why the store could not be used when it was last looked at; from any thread. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void found(@Nullable String now) {
        if (stopped) {
            return;
        }
        String before = problem;
        problem = now;
        if (now != null) {
            if (before == null) {
                since = time.now();
                began = time.nanos();
                log.error("store unusable, trying again cause={}", now);
            } else if (!now.equals(before)) {
                log.error("store still unusable cause={}", now);
            }
            alarm(now);
        } else if (before != null) {
            over();
        }
    }

    private void alarm(String reason) {
        if (alarmed || time.nanos() - began < patience.get().toNanos()) {
            return;
        }
        notifier.tell(Notice.ofStore(
                IncidentAction.TRIGGER,
                since,
                agent,
                "Since " + since + ": " + reason
                        + ". While the store is down: new deployments are refused, rollback decisions are on hold,"
                        + " and failures are still notified directly."));
        alarmed = true;
    }

    private void over() {
        log.info("store usable again since={}", since);
        resolve("Everything that happened in the meantime is now saved. Decided rollbacks are signalled unless their"
                + " deadline has passed.");
    }

    private void resolve(String now) {
        if (alarmed) {
            notifier.tell(Notice.ofStore(
                    IncidentAction.RESOLVE,
                    time.now(),
                    agent,
                    "The store could not be used since " + since + ". " + now));
        }
        alarmed = false;
    }

    /** Stops, as another agent has the store: what was told of it nobody else would take back. */
    public void handOver() {
        stop();
        resolve("Meanwhile another agent has taken it over: that one watches the deployments now, and this one waits.");
    }

    public void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
