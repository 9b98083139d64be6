package dev.probation.agent.store;

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

    private final WorkerExecutor worker;
    private final Supplier<Store> opening;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Store store;
    private volatile String problem = "the store is not open yet";

    private StoreExecutor(WorkerExecutor worker, Supplier<Store> opening) {
        this.worker = worker;
        this.opening = opening;
    }

    /** One whose store is to be opened yet: until it is, all work fails with what keeps it from that. */
    public static StoreExecutor unopened(Vertx vertx, Supplier<Store> opening) {
        return new StoreExecutor(vertx.createSharedWorkerExecutor("store", 1, 60, TimeUnit.SECONDS), opening);
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
                .onFailure(cause -> problem = Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
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
        return open == null
                ? Future.failedFuture(new StoreException(problem))
                : worker.executeBlocking(() -> work.apply(open), false);
    }

    private static <T> Future<T> ended() {
        return Future.failedFuture(new StoreException("the store is closed, because the agent is stopping"));
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
