package dev.probation.agent.schedule;

import dev.probation.agent.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Timers that share their wake-ups: what falls due within the same {@value #SLOT_MILLIS} ms runs at the end of them, one
 * after another. Waking up for a single probe costs more than asking it. Confined to its event loop.
 */
final class TimerWheel {

    static final long SLOT_MILLIS = 100;
    static final long SLOT = Duration.ofMillis(SLOT_MILLIS).toNanos();

    private final Time time;
    private final Map<Long, List<Runnable>> slots = new HashMap<>();

    TimerWheel(Time time) {
        this.time = time;
    }

    /** Runs {@code task} when the monotonic clock has come to {@code nanos}, up to a slot later. A task throws nothing, since others share its slot. */
    void at(long nanos, Runnable task) {
        long slot = -Math.floorDiv(-nanos, SLOT);
        List<Runnable> tasks = slots.get(slot);
        if (tasks == null) {
            tasks = new ArrayList<>();
            slots.put(slot, tasks);
            Time.Cancellable unusedTimer =
                    time.after(Duration.ofNanos(Math.max(0, slot * SLOT - time.nanos())), () -> run(slot));
        }
        tasks.add(task);
    }

    private void run(long slot) {
        Objects.requireNonNull(slots.remove(slot)).forEach(Runnable::run);
    }
}
