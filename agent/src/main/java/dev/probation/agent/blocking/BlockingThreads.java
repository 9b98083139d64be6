package dev.probation.agent.blocking;

import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Threads that may block. */
interface BlockingThreads {

    <T> Future<T> run(Callable<T> work);

    /** Closes what a call has opened. */
    void end(Runnable closing);

    Future<Void> close();
}
