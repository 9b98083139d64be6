package dev.probation.agent.blocking;

import dev.probation.agent.time.Guard;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A few threads for all probes of one Vert.x, which closes on its event loop: so closing must not block there. */
final class SharedThreads implements BlockingThreads {

    static final int THREADS = 8;
    /** Vert.x warns of threads that are blocked longer; no probe's timeout is near that. */
    private static final long WARN_MINUTES = 10;

    private final WorkerExecutor workers;

    SharedThreads(Vertx vertx) {
        this.workers = vertx.createSharedWorkerExecutor("probation-probe", THREADS, WARN_MINUTES, TimeUnit.MINUTES);
    }

    @Override
    public <T> Future<T> run(Callable<T> work) {
        // throws where it is closed
        return Guard.begin(() -> workers.executeBlocking(work, false));
    }

    @Override
    public void end(Runnable closing) {
        closing.run();
    }

    @Override
    public Future<Void> close() {
        return workers.close().otherwiseEmpty();
    }
}
