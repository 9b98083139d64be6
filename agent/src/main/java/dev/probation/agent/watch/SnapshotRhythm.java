package dev.probation.agent.watch;

import dev.probation.agent.time.Time;
import java.time.Duration;

/** When a judge's state is written: less often the larger it is, since a restart can replay what came after. */
final class SnapshotRhythm {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration PER_CHECK = Duration.ofMillis(60);

    private final Time time;
    private final long period;
    private long last;

    SnapshotRhythm(int checks, Time time) {
        this.time = time;
        this.period =
                Math.max(SHORTEST.toNanos(), PER_CHECK.multipliedBy(checks).toNanos());
        this.last = time.nanos();
    }

    boolean isDue() {
        if (time.nanos() - last < period) {
            return false;
        }
        last = time.nanos();
        return true;
    }
}
