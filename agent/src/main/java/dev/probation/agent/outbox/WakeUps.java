package dev.probation.agent.outbox;

import dev.probation.agent.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Wakes up the delivery to a receiver, with one timer each: the earliest asked for. Were there one for each request, those of
 * a receiver that keeps failing would add up until nobody else is delivered to. Callable from any thread.
 */
final class WakeUps {

    private record Pending(Time.Cancellable timer, long dueNanos) {}

    private final Time time;
    private final Consumer<String> wake;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** @param wake given the receiver's name, on the event loop of {@code time} */
    WakeUps(Time time, Consumer<String> wake) {
        this.time = time;
        this.wake = wake;
    }

    /** Has a receiver woken after so long, unless that is to happen sooner. */
    void in(String receiver, Duration wait) {
        long due = time.nanos() + wait.toNanos();
        Pending unusedPending = pending.compute(receiver, (name, before) -> {
            if (stopped || (before != null && before.dueNanos() - due <= 0)) {
                return before;
            }
            if (before != null) {
                before.timer().cancel();
            }
            return new Pending(time.after(wait, () -> fire(name)), due);
        });
    }

    private void fire(String receiver) {
        Pending unusedFired = pending.remove(receiver);
        if (!stopped) {
            wake.accept(receiver);
        }
    }

    /** Wakes nothing any more. */
    void stop() {
        stopped = true;
    }
}
