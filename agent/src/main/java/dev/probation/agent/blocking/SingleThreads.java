package dev.probation.agent.blocking;

import dev.probation.agent.time.Guard;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;

/** A thread for each call and for each closing, since closing a TLS connection may block too. No pool: such calls are rare. */
final class SingleThreads implements BlockingThreads {

    private final String name;

    SingleThreads(String name) {
        this.name = name;
    }

    @Override
    public <T> Future<T> run(Callable<T> work) {
        Promise<T> done = Promise.promise();
        return Guard.begin(() -> {
            begin(name, () -> {
                try {
                    done.complete(work.call());
                } catch (Exception | Error thrown) { // Callable's
                    done.fail(thrown);
                }
            });
            return done.future();
        });
    }

    @Override
    public void end(Runnable closing) {
        begin(name + "-end", closing);
    }

    private static void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
