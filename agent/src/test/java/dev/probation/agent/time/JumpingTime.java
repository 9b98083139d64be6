package dev.probation.agent.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** The real clocks and timers, of which a test lets the wall clock jump. */
public final class JumpingTime implements Time {

    private final Time real;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    public JumpingTime(Time real) {
        this.real = real;
    }

    public void jump(Duration by) {
        Duration unusedNow = ahead.accumulateAndGet(by, Duration::plus);
    }

    @Override
    public Instant now() {
        return real.now().plus(ahead.get());
    }

    @Override
    public long nanos() {
        return real.nanos();
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        return real.after(delay, task);
    }
}
