package dev.probation.agent.servers;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, as long as a busy machine may need and not longer. */
public final class Await {

    private static final int GENEROUS_SECONDS = 60;

    private Await() {}

    /** Returns once the future has succeeded. */
    public static void done(Future<?> future) {
        Object ignored = result(future);
    }

    /** The result of a future that is expected to succeed. */
    public static <T> T result(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(GENEROUS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new AssertionError("the future failed", failed.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("no result within " + GENEROUS_SECONDS + " s", late);
        }
    }

    /**
     * Returns once nobody listens there. A server of Vert.x says that it is closed a moment before the kernel stops taking
     * connections for it.
     */
    public static void refused(String host, int port) {
        until("nobody listens", () -> {
            try (Socket connection = new Socket(host, port)) {
                return !connection.isConnected();
            } catch (IOException refused) {
                return true;
            }
        });
    }

    /** Returns once {@code condition} holds. */
    public static void until(String what, BooleanSupplier condition) {
        int looks = GENEROUS_SECONDS * 50;
        for (int look = 0; look < looks; look++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("not within " + GENEROUS_SECONDS + " s: " + what);
    }
}
