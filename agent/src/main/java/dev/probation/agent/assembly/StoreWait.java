package dev.probation.agent.assembly;

import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreInUseException;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Tries a step again while the store keeps it from being done, ever less often; but once a second while another agent has the
 * store, so that it is taken over soon.
 */
final class StoreWait<T> {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(10);

    private final Supplier<Future<T>> step;
    private final Time time;
    private final BooleanSupplier stopping;
    private final Promise<T> done = Promise.promise();

    private StoreWait(Supplier<Future<T>> step, Time time, BooleanSupplier stopping) {
        this.step = step;
        this.time = time;
        this.stopping = stopping;
    }

    /** Completes with what the step gives in the end; fails where no waiting helps, or when it is no longer wanted. */
    static <T> Future<T> until(Supplier<Future<T>> step, Time time, BooleanSupplier stopping) {
        StoreWait<T> wait = new StoreWait<>(step, time, stopping);
        wait.attempt(FIRST);
        return wait.done.future();
    }

    private void attempt(Duration next) {
        Guard.begin(step).onComplete(result -> {
            if (result.succeeded()) {
                done.complete(result.result());
            } else if (isWorthWaiting(result.cause()) && !stopping.getAsBoolean()) {
                boolean inUse = result.cause() instanceof StoreInUseException;
                Duration wait = inUse ? FIRST : next;
                Duration doubled = wait.multipliedBy(2);
                Time.Cancellable unusedTimer =
                        time.after(wait, () -> attempt(doubled.compareTo(MOST) < 0 ? doubled : MOST));
            } else {
                done.fail(result.cause());
            }
        });
    }

    private static boolean isWorthWaiting(Throwable cause) {
        return cause instanceof StoreException failure && !failure.isPermanent();
    }
}
