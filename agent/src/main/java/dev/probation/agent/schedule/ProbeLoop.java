package dev.probation.agent.schedule;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeFailures;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs one probe in its window's interval, or in its own while it is pressing, and never while it is still running. The runs do
 * not drift: each is due an interval after the last one was due, whenever that really began. Confined to its event loop.
 */
final class ProbeLoop {

    /** After an error the probe runs once more before its next run is due, this long after it. */
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    private final CheckConfig check;
    private final Probe probe;
    private final Instant deployedAt;
    private final Time time;
    private final TimerWheel wheel;
    private final Schedule.Listener listener;
    private final long every;
    private final Guard telling;
    private long due;
    private boolean retried;
    private boolean stopped;

    ProbeLoop(
            CheckConfig check,
            Probe probe,
            Instant deployedAt,
            TimerWheel wheel,
            Time time,
            Schedule.Listener listener,
            Duration every) {
        this.check = check;
        this.probe = probe;
        this.deployedAt = deployedAt;
        this.wheel = wheel;
        this.time = time;
        this.listener = listener;
        this.every = every.toNanos();
        this.telling = new Guard("check", check.rule().id().value());
    }

    void start(Duration firstIn) {
        due = time.nanos() + firstIn.toNanos();
        set(due);
    }

    void stop() {
        stopped = true;
    }

    long everyNanos() {
        return every;
    }

    /** Until the next run: a check that is pressing is asked as often as it says itself, whatever its window says. */
    Duration interval() {
        Duration own = check.rule().every();
        return listener.isPressing(check) && own.toNanos() < every ? own : Duration.ofNanos(every);
    }

    private void set(long at) {
        wheel.at(at, () -> ask(at));
    }

    private void ask(long planned) {
        if (stopped) {
            return;
        }
        long started = time.nanos();
        Future<Outcome> asking = Guard.begin(() -> probe.ask(deployedAt));
        HeldUp held = new HeldUp(wheel, time);
        asking.onComplete(answer -> {
            Duration heldUp = held.end();
            if (!stopped) {
                Outcome outcome = answer.succeeded()
                        ? ProbeFailures.unlessHeldUp(answer.result(), heldUp, check)
                        : ProbeFailures.own(answer.cause());
                long took = time.nanos() - started;
                Duration late = Duration.ofNanos(started - planned);
                telling.run(() -> listener.asked(check, outcome, Duration.ofNanos(took), late));
                next(outcome);
            }
        });
    }

    private void next(Outcome outcome) {
        if (stopped) {
            return;
        }
        long now = time.nanos();
        long interval = interval().toNanos();
        long retryAt = now + Math.min(interval / 3, LONGEST_RETRY.toNanos());
        boolean retries = outcome instanceof Outcome.Failed && !check.rule().reachability();
        if (retries && !retried && retryAt < due + interval - check.timeout().toNanos()) {
            retried = true;
            set(retryAt);
            return;
        }
        retried = false;
        long runs = Math.max(1, Math.floorDiv(now - due, interval) + 1);
        if (runs > 1) {
            telling.run(() -> listener.skipped(check, runs - 1));
        }
        due += runs * interval;
        set(due);
    }
}
