package dev.probation.agent.metrics;

import java.time.Instant;

/** Instants as Prometheus counts them. */
final class UnixSeconds {

    private UnixSeconds() {}

    /** Seconds since 1970, to the millisecond. */
    static double of(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
