package dev.probation.agent.time;

import java.time.Duration;
import java.time.Instant;

/** Clocks and timers of work that can be given up: once it is ended, no timer of it fires any more. */
public final class EndableTime implements Time {

    private final Time time;
    private volatile boolean ended;

    public EndableTime(Time time) {
        this.time = time;
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        return time.after(delay, () -> {
            if (!ended) {
                task.run();
            }
        });
    }

    /** From any thread; a task that has begun goes on. */
    public void end() {
        ended = true;
    }
}
