package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.time.Guard;
import io.vertx.core.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a rollback signal whose deployment has ended, though that may not be on disk yet. The last look before it is sent;
 * where that fails, the signal is sent, since what was begun by then may not be begun again.
 */
public final class EndedStage implements Stage<Attempt> {

    private static final Logger log = LoggerFactory.getLogger(EndedStage.class);

    private final Function<String, Future<Boolean>> hasEnded;

    public EndedStage(Function<String, Future<Boolean>> hasEnded) {
        this.hasEnded = hasEnded;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        return attempt.to().isDeployer()
                ? hasEnded(attempt.message().deployment()).map(ended -> ended ? overtaken(attempt) : attempt)
                : Future.succeededFuture(attempt);
    }

    private Future<Boolean> hasEnded(String deployment) {
        return Guard.begin(() -> hasEnded.apply(deployment)).otherwise(cause -> {
            log.warn(
                    "could not see whether the deployment has ended, signalling its rollback deployment={} cause={}",
                    deployment,
                    cause.getClass().getSimpleName());
            return false;
        });
    }

    private static Attempt overtaken(Attempt attempt) {
        return attempt.unsent(
                DeliveryFailure.OVERTAKEN, "the deployment has ended, so the rollback is no longer signalled");
    }
}
