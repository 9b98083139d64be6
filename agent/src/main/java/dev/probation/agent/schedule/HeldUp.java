package dev.probation.agent.schedule;

import dev.probation.agent.time.Time;
import java.time.Duration;

/**
 * For how long the agent itself was held up while a probe waited: a process that is stopped, or that gets no processor, runs its
 * timers late, and an answer that was there in time is read after the deadline. Confined to its event loop.
 */
final class HeldUp {

    private final TimerWheel wheel;
    private final Time time;
    private long planned;
    private long held;
    private boolean ended;

    /** Counts from now on. */
    HeldUp(TimerWheel wheel, Time time) {
        this.wheel = wheel;
        this.time = time;
        set();
    }

    private void set() {
        planned = time.nanos() + TimerWheel.SLOT;
        wheel.at(planned, () -> {
            if (!ended) {
                held += late();
                set();
            }
        });
    }

    /** Beyond the slot that a timer shares with others. */
    private long late() {
        return Math.max(0, time.nanos() - planned - TimerWheel.SLOT);
    }

    /** How long in all until now; counts no more. */
    Duration end() {
        ended = true;
        return Duration.ofNanos(held + late());
    }
}
