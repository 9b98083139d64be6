package dev.probation.agent.store;

import dev.probation.agent.store.Lease.Standing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place where the blocking store is called: one thread, which does what it is given in that order. Callable from
 * anywhere; futures complete on the caller's context.
 */
public final class StoreExecutor {

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final Supplier<Store> opening;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Store store;
    private volatile @Nullable StoreException abandoned;
    private volatile StoreException problem = new StoreException("the store is not open yet");

    private StoreExecutor(Vertx vertx, Supplier<Store> opening) {
        this.vertx = vertx;
        this.worker = vertx.createSharedWorkerExecutor("store", 1, 60, TimeUnit.SECONDS);
        this.opening = opening;
    }

    /** One whose store is to be opened yet: until it is, all work fails with what keeps it from that. */
    public static StoreExecutor unopened(Vertx vertx, Supplier<Store> opening) {
        return new StoreExecutor(vertx, opening);
    }

    /** Starts the thread and opens the store on it; fails with what {@code opening} throws. */
    public static Future<StoreExecutor> open(Vertx vertx, Supplier<Store> opening) {
        StoreExecutor executor = unopened(vertx, opening);
        return executor.open()
                .map(executor)
                .recover(cause -> executor.close().transform(done -> Future.failedFuture(cause)));
    }

    /** Opens the store, unless that was done; may be tried again where it fails. */
    public Future<Void> open() {
        if (closed.get()) {
            return ended();
        }
        return worker.executeBlocking(this::openOnce, false)
                .<Void>mapEmpty()
                .onFailure(cause -> problem = problem(cause));
    }

    private static StoreException problem(Throwable cause) {
        return cause instanceof StoreException known
                ? known
                : new StoreException(Objects.requireNonNullElse(cause.getMessage(), cause.toString()), cause);
    }

    private Store openOnce() {
        Store open = store;
        if (open == null) {
            open = opening.get();
            store = open;
        }
        return open;
    }

    /** Runs {@code work} on the store's thread; fails with {@link StoreException} where that throws one. */
    public <T> Future<T> submit(Function<Store, T> work) {
        if (closed.get()) {
            return ended();
        }
        Store open = store;
        return open == null ? Future.failedFuture(problem) : worker.executeBlocking(() -> work.apply(open), false);
    }

    private <T> Future<T> ended() {
        StoreException why = abandoned;
        return Future.failedFuture(
                why == null ? new StoreException("the store is closed, because the agent is stopping") : why);
    }

    /** Whose the store is; where it is not open it cannot be asked. Never fails. */
    public Future<Standing> standing() {
        if (abandoned != null) {
            return Future.succeededFuture(Standing.LOST);
        }
        Store open = store;
        return open == null || closed.get()
                ? Future.succeededFuture(Standing.UNREACHABLE)
                : Future.fromCompletionStage(open.lease().standing(), vertx.getOrCreateContext());
    }

    /**
     * Refuses all work from now on with this reason, and closes the store without waiting for what was given; also where it is
     * still being opened.
     */
    public Future<Void> abandon(StoreException why) {
        abandoned = why;
        if (closed.getAndSet(true)) {
            return Future.succeededFuture();
        }
        Store open = store;
        Future<Void> freed = open == null ? Future.succeededFuture() : freed(open);
        return freed.eventually(this::closeOnThread);
    }

    private Future<Void> freed(Store open) {
        return vertx.executeBlocking(
                () -> {
                    open.close();
                    return null;
                },
                false);
    }

    /** As {@link #submit}, for work without a result. */
    public Future<Void> run(Consumer<Store> work) {
        return submit(given -> {
            work.accept(given);
            return null;
        });
    }

    /** Refuses new work, does what was given, and closes the store. */
    public Future<Void> close() {
        if (closed.getAndSet(true)) {
            return Future.succeededFuture();
        }
        return closeOnThread();
    }

    private Future<Void> closeOnThread() {
        return worker.<Void>executeBlocking(
                        () -> {
                            Store open = store;
                            if (open != null) {
                                open.close();
                            }
                            return null;
                        },
                        false)
                .eventually(worker::close);
    }
}
