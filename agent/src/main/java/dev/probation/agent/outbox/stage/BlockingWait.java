package dev.probation.agent.outbox.stage;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future on one of the scheduler's threads, which are there for that. Never on an event loop. */
public final class BlockingWait {

    private static final long SLICE_MILLIS = 1_000;

    private BlockingWait() {}

    public static <T> T on(Future<T> future, Duration most) {
        List<T> results = new ArrayList<>(1);
        until(future.map(results::add), most);
        return results.get(0);
    }

    public static void until(Future<?> future, Duration most) {
        try {
            get(future.toCompletionStage().toCompletableFuture(), most);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw new IllegalStateException("what was waited for failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("what was waited for did not come within " + most, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the agent is stopping");
        }
    }

    /** In slices, of which a process that was stopped for a while loses but one: what it waits for was stopped too. */
    private static void get(CompletableFuture<?> future, Duration most)
            throws ExecutionException, InterruptedException, TimeoutException {
        long left = most.toMillis();
        while (left > SLICE_MILLIS && !isDone(future)) {
            left -= SLICE_MILLIS;
        }
        Object ignored = future.get(left, TimeUnit.MILLISECONDS);
    }

    private static boolean isDone(CompletableFuture<?> future) throws ExecutionException, InterruptedException {
        try {
            Object ignored = future.get(SLICE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return future.isDone();
        }
    }
}
