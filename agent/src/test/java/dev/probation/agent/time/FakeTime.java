package dev.probation.agent.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Moves wall clock, monotonic clock and timers together, as far and as fast as a test says. */
public final class FakeTime implements Time {

    private static final class Timer implements Cancellable {
        private final long at;
        private final long order;
        private final Runnable task;
        private boolean cancelled;

        private Timer(long at, long order, Runnable task) {
            this.at = at;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final PriorityQueue<Timer> timers = new PriorityQueue<>(
            Comparator.<Timer>comparingLong(timer -> timer.at).thenComparingLong(timer -> timer.order));
    private Instant wall;
    private long nanos;
    private long order;
    private @Nullable Mistake mistake;

    public FakeTime(Instant wall) {
        this.wall = wall;
    }

    @Override
    public synchronized Instant now() {
        if (mistake != null) {
            mistake.happen();
        }
        return wall;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Cancellable after(Duration delay, Runnable task) {
        Timer timer = new Timer(nanos + Math.max(1_000_000, delay.toNanos()), order++, task);
        timers.add(timer);
        return timer;
    }

    /** Lets time pass, and runs the timers that fall due in their order. */
    public void advance(Duration by) {
        long until = nanos() + by.toNanos();
        for (Optional<Timer> timer = next(until); timer.isPresent(); timer = next(until)) {
            timer.orElseThrow().task.run();
        }
        move(until);
    }

    private synchronized Optional<Timer> next(long until) {
        while (!timers.isEmpty() && timers.peek().at <= until) {
            Timer timer = timers.remove();
            if (!timer.cancelled) {
                move(Math.max(nanos, timer.at));
                return Optional.of(timer);
            }
        }
        return Optional.empty();
    }

    private synchronized void move(long to) {
        wall = wall.plusNanos(to - nanos);
        nanos = to;
    }

    /** Has whoever reads the wall clock get this thrown, until it is null again. */
    public synchronized void breakWallClock(@Nullable Mistake by) {
        mistake = by;
    }

    /** How many timers are to run still. */
    public synchronized long waiting() {
        return timers.stream().filter(timer -> !timer.cancelled).count();
    }

    /** Lets time pass while no timer runs, as in a process that is stopped; they run late, with the next advance. */
    public synchronized void freeze(Duration by) {
        move(nanos + by.toNanos());
    }

    /** Moves the wall clock alone, as a wrong correction does. */
    public synchronized void stepWallClock(Duration by) {
        wall = wall.plus(by);
    }
}
