package dev.probation.agent.cli.command;

import dev.probation.agent.time.AllowForbiddenApi;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The clocks of a command that waits, and its pauses. A command has a thread of its own, and no event loop. */
public interface CommandClock {

    Instant now();

    /** Monotonic; only differences mean anything. */
    long nanos();

    void pause(Duration duration);

    /** The real clocks. */
    @AllowForbiddenApi("commands wait on their own thread")
    final class Real implements CommandClock {

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) {
            long end = System.nanoTime() + duration.toNanos();
            for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
