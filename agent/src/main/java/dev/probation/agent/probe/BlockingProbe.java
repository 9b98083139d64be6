package dev.probation.agent.probe;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.blocking.OneAtATime;
import dev.probation.agent.names.FoundHost;
import dev.probation.agent.names.ResolverException;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Failed;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A probe over a driver that blocks. The target's name is looked up before, so that a resolver that is silent holds no thread and
 * is told from a silent target. One whose last call has not returned is not asked again.
 */
public final class BlockingProbe implements Probe {

    private final BlockingCalls calls;
    private final Time time;
    private final Duration timeout;
    private final Supplier<Future<FoundHost>> lookup;
    private final Question question;
    private final Function<Throwable, Outcome> failure;
    private final OneAtATime turn = new OneAtATime();

    /** Asks the target, at one of its addresses. */
    @FunctionalInterface
    public interface Question {
        Outcome ask(BlockingCall call, FoundHost host) throws Exception;
    }

    /**
     * @param lookup finds where the target is now; its future completes on the caller's context
     * @param failure makes an outcome of what the driver or the lookup threw
     */
    public BlockingProbe(
            BlockingCalls calls,
            Time time,
            Duration timeout,
            Supplier<Future<FoundHost>> lookup,
            Question question,
            Function<Throwable, Outcome> failure) {
        this.calls = calls;
        this.time = time;
        this.timeout = timeout;
        this.lookup = lookup;
        this.question = question;
        this.failure = failure;
    }

    @Override
    public Future<Outcome> ask(Instant deployedAt) {
        long begun = time.nanos();
        Promise<Outcome> promise = Promise.promise();
        Future<FoundHost> found = lookup.get();
        Time.Cancellable timer = time.after(timeout, () -> promise.tryComplete(late(found)));
        found.onComplete(
                host -> call(host, timeout.minusNanos(time.nanos() - begun), promise),
                unknown -> promise.tryComplete(failure.apply(unknown)));
        return promise.future().onComplete(over -> timer.cancel());
    }

    private Outcome late(Future<FoundHost> found) {
        return found.isComplete() ? silent() : failure.apply(ResolverException.silent());
    }

    private Failed silent() {
        return ProbeFailures.timeout(timeout, "while waiting for the server");
    }

    private void call(FoundHost host, Duration left, Promise<Outcome> promise) {
        if (promise.future().isComplete()) {
            return;
        }
        turn.begin(() -> calls.run(time, left, call -> answer(call, host)))
                .ifPresentOrElse(
                        called -> called.onComplete(over -> promise.tryComplete(outcome(over))),
                        () -> promise.tryComplete(
                                ProbeFailures.timeout(timeout, "because the previous call still hangs")));
    }

    /** What is thrown once the call has been cut off comes of that; it may end just before the probe's own timer fires. */
    private Outcome answer(BlockingCall call, FoundHost host) throws Exception {
        try {
            return question.ask(call, host);
        } catch (Exception thrown) { // of any driver
            if (call.isAborted()) {
                return silent();
            }
            throw thrown;
        }
    }

    private Outcome outcome(AsyncResult<Optional<Outcome>> called) {
        return called.succeeded()
                ? called.result().orElseGet(() -> ProbeFailures.timeout(timeout, "while waiting for a free thread"))
                : failure.apply(called.cause());
    }
}
