package dev.probation.agent.probe;

import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The one place where drivers block: a few threads that all targets share. What needs longer than a probe's deadline is
 * aborted, and a probe whose last call has not returned is not asked again, so that nothing piles up.
 */
public final class BlockingCalls {

    private static final int THREADS = 8;
    /** Vert.x warns of threads that are blocked longer; no probe's timeout is near that. */
    private static final long WARN_MINUTES = 10;

    private final WorkerExecutor workers;
    private final Time time;

    /** Shares the threads of all others of this {@code vertx}. */
    public BlockingCalls(Vertx vertx, Time time) {
        this.workers = vertx.createSharedWorkerExecutor("probation-probe", THREADS, WARN_MINUTES, TimeUnit.MINUTES);
        this.time = time;
    }

    /** Asks a target, on a thread that may block. */
    @FunctionalInterface
    public interface Question {
        Outcome ask(BlockingCall attempt) throws Exception;
    }

    /** Makes an outcome of what a driver threw. */
    @FunctionalInterface
    public interface Reading {
        Outcome of(Throwable thrown);
    }

    /** A probe that asks {@code question} and reads what it throws. */
    public Probe probe(Duration timeout, Question question, Reading reading) {
        return new BlockingProbe(workers, time, timeout, question, reading);
    }

    /** Gives up this share of the threads. */
    public Future<Void> close() {
        return workers.close().otherwiseEmpty();
    }
}
