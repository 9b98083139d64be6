package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.stage.Stage;
import io.vertx.core.Future;
import java.util.function.Function;

/** Refuses a rollback signal whose deployment has ended, though that may not be on disk yet. The last look before it is sent. */
public final class EndedStage implements Stage<Attempt> {

    private final Function<String, Future<Boolean>> hasEnded;

    public EndedStage(Function<String, Future<Boolean>> hasEnded) {
        this.hasEnded = hasEnded;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        return attempt.to().isDeployer()
                ? hasEnded.apply(attempt.message().deployment()).map(ended -> ended ? overtaken(attempt) : attempt)
                : Future.succeededFuture(attempt);
    }

    private static Attempt overtaken(Attempt attempt) {
        return attempt.unsent(
                DeliveryFailure.OVERTAKEN, "the deployment has ended, so the rollback is no longer signalled");
    }
}
