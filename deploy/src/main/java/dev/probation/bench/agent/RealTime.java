package dev.probation.bench.agent;

import dev.probation.agent.time.AllowForbiddenApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** The clock on the wall, and waiting by it: what is measured here are processes of their own, which follow no other. */
@AllowForbiddenApi("measures and awaits other processes")
public final class RealTime {
    private static final Duration PAUSE = Duration.ofMillis(10);

    /**
     * Something that can be asked again and again.
     *
     * @param <E> what asking may fail with
     */
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        boolean holds() throws E;
    }

    private RealTime() {}

    public static Instant now() {
        return Instant.now();
    }

    public static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits until the condition holds, and fails where it does not within the limit. */
    public static <E extends Exception> void await(String what, Duration limit, Condition<E> condition)
            throws IOException, E {
        if (!isWithin(limit, PAUSE, condition)) {
            throw new IOException("waited " + limit.toSeconds() + " s in vain until " + what);
        }
    }

    /** Waits until the condition holds; whether it does within the limit, when asked so often. */
    public static <E extends Exception> boolean isWithin(Duration limit, Duration every, Condition<E> condition)
            throws E {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(every);
        }
        return true;
    }
}
