package dev.probation.agent.probe;

import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A probe over a driver that blocks. */
final class BlockingProbe implements Probe {

    private final WorkerExecutor workers;
    private final Time time;
    private final Duration timeout;
    private final BlockingCalls.Question question;
    private final BlockingCalls.Reading reading;
    private final AtomicBoolean busy = new AtomicBoolean();

    BlockingProbe(
            WorkerExecutor workers,
            Time time,
            Duration timeout,
            BlockingCalls.Question question,
            BlockingCalls.Reading reading) {
        this.workers = workers;
        this.time = time;
        this.timeout = timeout;
        this.question = question;
        this.reading = reading;
    }

    @Override
    public Future<Outcome> ask(Instant deployedAt) {
        if (!busy.compareAndSet(false, true)) {
            return Future.succeededFuture(ProbeFailures.timeout(timeout, "since the call before it still hangs"));
        }
        Promise<Outcome> promise = Promise.promise();
        BlockingCall attempt = new BlockingCall(time, timeout);
        Time.Cancellable timer = time.after(timeout, () -> {
            promise.tryComplete(ProbeFailures.timeout(timeout, "while waiting for the server"));
            attempt.abort();
        });
        call(attempt).onComplete(called -> {
            busy.set(false);
            timer.cancel();
            promise.tryComplete(outcome(called));
        });
        return promise.future();
    }

    private Future<Optional<Outcome>> call(BlockingCall attempt) {
        try {
            return workers.executeBlocking(
                    () -> attempt.isAborted() ? Optional.empty() : Optional.of(question.ask(attempt)), false);
        } catch (RuntimeException closed) {
            return Future.failedFuture(closed);
        }
    }

    private Outcome outcome(AsyncResult<Optional<Outcome>> called) {
        return called.succeeded()
                ? called.result().orElseGet(() -> ProbeFailures.timeout(timeout, "while waiting for a free thread"))
                : reading.of(called.cause());
    }
}
