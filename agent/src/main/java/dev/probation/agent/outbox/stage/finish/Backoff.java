package dev.probation.agent.outbox.stage.finish;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** How long to wait between attempts: doubling from a second to ten minutes, a fifth more or less. */
public final class Backoff {

    /** How long a message is tried at all. */
    public static final Duration PATIENCE = Duration.ofHours(30);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final int DOUBLINGS = 10;
    private static final double JITTER = 0.2;

    private final DoubleSupplier random;

    /** With chance. */
    public static Backoff random() {
        return new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    }

    /** Takes numbers from 0 to 1. */
    public Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** The wait after so many attempts, from 1. */
    public Duration after(int attempts) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS));
        Duration bounded = doubled.compareTo(MOST) > 0 ? MOST : doubled;
        double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        return Duration.ofMillis(Math.round(bounded.toMillis() * factor));
    }
}
