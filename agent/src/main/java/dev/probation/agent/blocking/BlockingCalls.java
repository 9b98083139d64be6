package dev.probation.agent.blocking;

import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** Where drivers and programs block: on a few threads that many share, or on a thread of its own for each call. */
public final class BlockingCalls {

    private final BlockingThreads threads;
    private final Set<BlockingCall> underWay = ConcurrentHashMap.newKeySet();

    private BlockingCalls(BlockingThreads threads) {
        this.threads = threads;
    }

    /** For calls that are many and short, such as probes: a few threads that all of this {@code vertx} share. */
    public static BlockingCalls shared(Vertx vertx) {
        return new BlockingCalls(new SharedThreads(vertx));
    }

    /** For calls that are few and may be long: each has a thread of this name, which does not keep the process alive. */
    public static BlockingCalls single(String name) {
        return new BlockingCalls(new SingleThreads(name));
    }

    /** What is done on a thread that may block. */
    @FunctionalInterface
    public interface Work<T> {
        T run(BlockingCall call) throws Exception;
    }

    /** Does work that ends by itself. */
    public <T> Future<T> run(Callable<T> work) {
        return threads.run(work);
    }

    /**
     * Does the work; at the deadline what it has opened is closed, which ends it.
     *
     * @return complete when the work has ended, so that nobody begins a second one beside one that hangs; empty where no
     *     thread was free within the deadline
     */
    public <T> Future<Optional<T>> run(Time time, Duration deadline, Work<T> work) {
        BlockingCall call = new BlockingCall(time, deadline);
        underWay.add(call);
        Time.Cancellable timer = time.after(deadline, () -> threads.end(call::abort));
        return threads.run(() -> call.isAborted() ? Optional.<T>empty() : Optional.of(work.run(call)))
                .onComplete(over -> {
                    timer.cancel();
                    underWay.remove(call);
                });
    }

    /** Ends what is under way within a deadline, and gives up this share of the threads. */
    public Future<Void> close() {
        underWay.forEach(call -> threads.end(call::abort));
        return threads.close();
    }
}
