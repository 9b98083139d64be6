package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Time;
import dev.probation.rules.expectation.Durations;
import io.vertx.core.Future;

/** Refuses a rollback signal that is too late: it may undo what went live since. A late word to people does no harm. */
public final class ExpireStage implements Stage<Attempt> {

    private final StoreExecutor store;
    private final Time time;

    public ExpireStage(StoreExecutor store, Time time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        ConfiguredReceiver receiver = attempt.to();
        if (!receiver.isDeployer()) {
            return Future.succeededFuture(attempt);
        }
        if (attempt.age(time.now()).compareTo(receiver.patience()) >= 0) {
            String deadline = Durations.write(receiver.patience());
            return Future.succeededFuture(expired(attempt, "the rollback's deadline of " + deadline + " has passed"));
        }
        String deployment = attempt.message().deployment();
        return store.submit(open -> open.deployments().find(deployment))
                .map(found -> found.filter(stored -> !stored.phase().isOpen())
                        .map(ended -> expired(attempt, "the deployment has ended"))
                        .orElse(attempt));
    }

    private static Attempt expired(Attempt attempt, String why) {
        return attempt.refused(DeliveryFailure.EXPIRED, why + ", so the rollback is no longer signalled");
    }
}
