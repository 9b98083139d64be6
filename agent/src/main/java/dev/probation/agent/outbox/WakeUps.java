package dev.probation.agent.outbox;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Wakes up the delivery to a receiver, with one timer each: the earliest asked for. Were there one for each request, those of
 * a receiver that keeps failing would add up until nobody else is delivered to. Callable from any thread.
 */
final class WakeUps {

    private record Pending(long timer, long dueNanos) {}

    private final Vertx vertx;
    private final Consumer<String> wake;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** @param wake given the receiver's name, on one of Vert.x's threads */
    WakeUps(Vertx vertx, Consumer<String> wake) {
        this.vertx = vertx;
        this.wake = wake;
    }

    /**
     * @param now of the monotonic clock
     * @param millis from now on, at least 1
     */
    void in(String receiver, long now, long millis) {
        long due = now + millis * 1_000_000;
        Pending unusedPending = pending.compute(receiver, (name, before) -> {
            if (stopped || (before != null && before.dueNanos() - due <= 0)) {
                return before;
            }
            if (before != null) {
                boolean unusedCancelled = vertx.cancelTimer(before.timer());
            }
            return new Pending(vertx.setTimer(millis, fired -> fire(name)), due);
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
