package dev.probation.agent.schedule;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks one probe on a fixed beat, and never while it is still being asked. The beat does not drift: each probe is due an
 * interval after the last one was due, whenever that was really asked. Confined to its event loop.
 */
final class ProbeLoop {

    /** An error is asked about once more before the next beat, this long after it. */
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    private final CheckConfig check;
    private final Probe probe;
    private final Instant deployedAt;
    private final Time time;
    private final TimerWheel wheel;
    private final Schedule.Listener listener;
    private final long every;
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

    private void set(long at) {
        wheel.at(at, () -> ask(at));
    }

    private void ask(long planned) {
        if (stopped) {
            return;
        }
        long started = time.nanos();
        probe.ask(deployedAt).onComplete(answer -> {
            if (!stopped) {
                Outcome outcome = answer.succeeded()
                        ? answer.result()
                        : new Outcome.Failed(Outcome.Cause.UNKNOWN, "the probe broke: " + answer.cause());
                long took = time.nanos() - started;
                listener.asked(check, outcome, Duration.ofNanos(took), Duration.ofNanos(started - planned));
                next(outcome);
            }
        });
    }

    private void next(Outcome outcome) {
        if (stopped) {
            return;
        }
        long now = time.nanos();
        long retryAt = now + Math.min(every / 3, LONGEST_RETRY.toNanos());
        boolean retries = outcome instanceof Outcome.Failed && !check.rule().reachability();
        if (retries && !retried && retryAt < due + every - check.timeout().toNanos()) {
            retried = true;
            set(retryAt);
            return;
        }
        retried = false;
        long wheel = Math.max(1, Math.floorDiv(now - due, every) + 1);
        if (wheel > 1) {
            listener.missed(check, wheel - 1);
        }
        due += wheel * every;
        set(due);
    }
}
