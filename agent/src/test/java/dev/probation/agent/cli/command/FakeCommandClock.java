package dev.probation.agent.cli.command;

import java.time.Duration;
import java.time.Instant;

/** Clocks that only pauses move. */
public final class FakeCommandClock implements CommandClock {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

    private Duration passed = Duration.ZERO;

    @Override
    public Instant now() {
        return START.plus(passed);
    }

    @Override
    public long nanos() {
        return passed.toNanos();
    }

    @Override
    public void pause(Duration duration) {
        passed = passed.plus(duration);
    }
}
