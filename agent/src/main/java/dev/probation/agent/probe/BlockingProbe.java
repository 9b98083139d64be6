package dev.probation.agent.probe;

import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.blocking.OneAtATime;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** A probe over a driver that blocks. One whose last call has not returned is not asked again. */
public final class BlockingProbe implements Probe {

    private final BlockingCalls calls;
    private final Time time;
    private final Duration timeout;
    private final BlockingCalls.Work<Outcome> question;
    private final Function<Throwable, Outcome> failure;
    private final OneAtATime turn = new OneAtATime();

    /**
     * @param question asks the target
     * @param failure makes an outcome of what the driver threw
     */
    public BlockingProbe(
            BlockingCalls calls,
            Time time,
            Duration timeout,
            BlockingCalls.Work<Outcome> question,
            Function<Throwable, Outcome> failure) {
        this.calls = calls;
        this.time = time;
        this.timeout = timeout;
        this.question = question;
        this.failure = failure;
    }

    @Override
    public Future<Outcome> ask(Instant deployedAt) {
        Promise<Outcome> promise = Promise.promise();
        Time.Cancellable timer = time.after(
                timeout, () -> promise.tryComplete(ProbeFailures.timeout(timeout, "while waiting for the server")));
        turn.begin(() -> calls.run(time, timeout, question))
                .ifPresentOrElse(
                        called -> called.onComplete(over -> promise.tryComplete(outcome(over))),
                        () -> promise.tryComplete(
                                ProbeFailures.timeout(timeout, "because the previous call still hangs")));
        return promise.future().onComplete(over -> timer.cancel());
    }

    private Outcome outcome(AsyncResult<Optional<Outcome>> called) {
        return called.succeeded()
                ? called.result().orElseGet(() -> ProbeFailures.timeout(timeout, "while waiting for a free thread"))
                : failure.apply(called.cause());
    }
}
