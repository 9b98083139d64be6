package dev.probation.agent.time;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Wall-clock time that never jumps: it follows the wall clock while that and the monotonic clock agree, and the monotonic
 * clock where they do not, so that a wrong clock ends no window and holds up no message. Callable from any thread; its
 * timers belong to the event loop of the clocks that it was made of.
 */
public final class SteadyTime implements Time {

    /** Differences up to this are ordinary corrections of the wall clock, and are followed. */
    private static final Duration FOLLOWED = Duration.ofSeconds(1);

    private final Time clocks;
    private Instant anchor;
    private long anchorNanos;
    private Instant latest;
    private Duration ahead = Duration.ZERO;

    public SteadyTime(Time clocks) {
        this.clocks = clocks;
        this.anchor = clocks.now();
        this.anchorNanos = clocks.nanos();
        this.latest = anchor.truncatedTo(ChronoUnit.MILLIS);
    }

    /** To the millisecond, which is as fine as anything is written. */
    @Override
    public synchronized Instant now() {
        Instant steady = elapsed().truncatedTo(ChronoUnit.MILLIS);
        if (steady.isAfter(latest)) {
            latest = steady;
        }
        return latest;
    }

    /** Goes on from {@code instant} where the wall clock is behind it, since what was stamped must stay in the past. */
    public synchronized void notBefore(Instant instant) {
        if (elapsed().isBefore(instant)) {
            ahead = Duration.between(instant, clocks.now());
            anchor = instant;
            anchorNanos = clocks.nanos();
        }
    }

    /** Goes on from the wall clock where that is ahead. What is begun now is then counted from the time that others see, too. */
    public synchronized void catchUp() {
        Instant wall = clocks.now();
        if (elapsed().isBefore(wall)) {
            anchor = wall;
            anchorNanos = clocks.nanos();
            ahead = Duration.ZERO;
        }
    }

    private Instant elapsed() {
        return anchor.plusNanos(clocks.nanos() - anchorNanos);
    }

    @Override
    public long nanos() {
        return clocks.nanos();
    }

    @Override
    public Time wall() {
        return clocks;
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        return clocks.after(delay, task);
    }

    /**
     * Holds the two clocks against each other; to be called every second or so.
     *
     * @return by how much the wall clock has jumped since the last call, where it has
     */
    public synchronized Optional<Duration> compare() {
        Instant wall = clocks.now();
        Duration gap = Duration.between(elapsed(), wall);
        Duration jump = gap.minus(ahead);
        if (jump.abs().compareTo(FOLLOWED) > 0) {
            ahead = gap;
            return Optional.of(jump);
        }
        anchor = wall.minus(ahead);
        anchorNanos = clocks.nanos();
        return Optional.empty();
    }
}
