package dev.probation.agent.signal;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future on one of the scheduler's threads, which are there for that. Never on an event loop. */
final class Waiting {

    private Waiting() {}

    static <T> T on(Future<T> future, Duration most) {
        List<T> results = new ArrayList<>(1);
        until(future.map(results::add), most);
        return results.get(0);
    }

    static void until(Future<?> future, Duration most) {
        try {
            future.toCompletionStage().toCompletableFuture().get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw new IllegalStateException("what was waited for failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("what was waited for did not come within " + most, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the agent is ending");
        }
    }
}
