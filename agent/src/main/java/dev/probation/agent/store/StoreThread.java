package dev.probation.agent.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one place where the blocking store is called: one thread, which does what it is given in that order. Callable from
 * anywhere; futures complete on the caller's context.
 */
public final class StoreThread {

    private final WorkerExecutor worker;
    private final Store store;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StoreThread(WorkerExecutor worker, Store store) {
        this.worker = worker;
        this.store = store;
    }

    /** Starts the thread and opens the store on it; fails with what {@code opening} throws. */
    public static Future<StoreThread> open(Vertx vertx, Supplier<Store> opening) {
        WorkerExecutor worker = vertx.createSharedWorkerExecutor("store", 1, 60, TimeUnit.SECONDS);
        return worker.executeBlocking(opening::get, false)
                .map(store -> new StoreThread(worker, store))
                .recover(cause -> worker.close().transform(done -> Future.failedFuture(cause)));
    }

    /** Runs {@code work} on the store's thread; fails with {@link StoreException} where that throws one. */
    public <T> Future<T> submit(Function<Store, T> work) {
        if (closed.get()) {
            return Future.failedFuture(new StoreException("the store is closed, since the agent is ending"));
        }
        return worker.executeBlocking(() -> work.apply(store), false);
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
                            store.close();
                            return null;
                        },
                        false)
                .eventually(worker::close);
    }
}
