package dev.probation.agent.outbox.stage.finish;

import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.outbox.stage.send.Attempt;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.store.Message;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what was not taken tried again later, or gives it up. */
public final class PostponeStage implements Stage<Attempt> {

    private static final Logger log = LoggerFactory.getLogger(PostponeStage.class);

    private final Retries retries;
    private final Backoff backoff;
    private final Time time;

    public PostponeStage(Retries retries, Backoff backoff, Time time) {
        this.retries = retries;
        this.backoff = backoff;
        this.time = time;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        if (!(attempt.answer().orElseThrow() instanceof TryAgain again)) {
            return Future.succeededFuture(attempt);
        }
        if (attempt.to().receiver().isOnce()) {
            return Future.succeededFuture(
                    attempt.refused(again.why(), again.detail() + "; it will not be started again"));
        }
        Instant now = time.now();
        if (retries.isSpent(attempt, now)) {
            return Future.succeededFuture(attempt.refused(
                    again.why(),
                    "given up after " + (attempt.number() == 1 ? "1 attempt" : attempt.number() + " attempts")
                            + "; the last one failed with: " + again.detail()));
        }
        if (attempt.number() == 1) {
            warn(attempt, again);
        }
        Instant next = now.plus(again.after().orElseGet(() -> backoff.after(attempt.number())));
        return retries.postpone(attempt, again, next).map(done -> attempt.postponed());
    }

    private static void warn(Attempt attempt, TryAgain again) {
        Message message = attempt.lead().message();
        log.warn(
                "{} not delivered, trying again receiver={} deployment={} cause={}",
                attempt.to().isDeployer() ? "rollback signal" : "message",
                message.receiver(),
                message.deployment(),
                again.detail());
    }
}
