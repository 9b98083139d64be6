package dev.probation.agent.outbox.stage.finish;

import dev.probation.agent.outbox.stage.send.Attempt;
import dev.probation.agent.receiver.Delivery.TryAgain;
import io.vertx.core.Future;
import java.time.Instant;

/** What becomes of a batch that its receiver may take another time. */
public interface Retries {

    /** Whether this was the last attempt. */
    boolean isSpent(Attempt attempt, Instant now);

    /** Has it tried again, not before {@code next}. */
    Future<Void> postpone(Attempt attempt, TryAgain why, Instant next);
}
