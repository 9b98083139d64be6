package dev.probation.agent.time;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a mistake of the agent's own from ending more than what made it: a loop, a queue or a timer goes on whatever one of
 * its rounds throws. An Error as well, such as that of a class that cannot be read because the jar was replaced. Callable
 * from any thread.
 */
public final class Guard {

    private static final Logger log = LoggerFactory.getLogger(Guard.class);

    private final String part;
    private volatile boolean failing;

    /** @param part what it guards, for the log */
    public Guard(String part) {
        this.part = part;
    }

    /** Runs it. What it throws is logged, once while it goes on failing. */
    public void run(Runnable work) {
        try {
            work.run();
            failing = false;
        } catch (RuntimeException | Error thrown) {
            if (!failing) {
                log.error("a part of the agent failed, and goes on part={}", part, thrown);
            }
            failing = true;
        }
    }

    /** Begins it. What it throws instead fails the future. */
    public static <T> Future<T> begin(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error thrown) {
            return Future.failedFuture(thrown);
        }
    }
}
