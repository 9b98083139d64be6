package dev.probation.agent.time;

import java.time.Duration;
import java.time.Instant;

/** The one door to clocks and timers, so that one fake moves all of them together. */
public interface Time {

    /** The wall clock: for stamps and windows; may jump. */
    Instant now();

    /** The monotonic clock: for durations; never jumps. Only differences mean anything. */
    long nanos();

    /** The clocks of this machine as they are, where {@link #now} goes on steadily through their jumps: for talking to others. */
    default Time wall() {
        return this;
    }

    /** Runs {@code task} once, on the event loop that this time belongs to, after {@code delay} of at least 1 ms. */
    Cancellable after(Duration delay, Runnable task);

    /** A timer that has been set. */
    interface Cancellable {
        /** Keeps the task from running, unless it already has. */
        void cancel();
    }
}
