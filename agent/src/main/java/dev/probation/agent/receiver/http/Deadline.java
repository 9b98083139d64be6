package dev.probation.agent.receiver.http;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fails what takes too long, with a {@link TimeoutException}. */
public final class Deadline {

    /**
     * A process that was stopped for a while runs its timers before it reads what came meanwhile: what was taken would be
     * sent again, had it not this long to say so.
     */
    static final Duration TO_READ = Duration.ofMillis(250);

    private Deadline() {}

    public static <T> Future<T> on(Future<T> future, Duration most) {
        return future.timeout(most.toMillis(), TimeUnit.MILLISECONDS)
                .recover(late -> late instanceof TimeoutException
                        ? future.timeout(TO_READ.toMillis(), TimeUnit.MILLISECONDS)
                        : Future.failedFuture(late));
    }
}
