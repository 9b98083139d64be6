package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.stage.SignalDelays;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.time.Time;
import dev.probation.rules.expectation.Durations;
import io.vertx.core.Future;
import java.util.Optional;

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
        boolean late = attempt.age(time.now()).compareTo(receiver.patience()) >= 0;
        return store.submit(open -> open.deployments()
                        .find(attempt.message().deployment())
                        .map(StoredDeployment::phase)
                        // one that was not recovered has ended because of the deadline
                        .filter(phase -> !phase.isOpen() && !(late && phase == Phase.NOT_RECOVERED))
                        .map(ended -> expired(open, attempt, DeliveryFailure.OVERTAKEN, "the deployment has ended"))
                        .or(() -> late
                                ? Optional.of(expired(open, attempt, DeliveryFailure.EXPIRED, deadline(receiver)))
                                : Optional.empty()))
                .map(expired -> expired.orElse(attempt));
    }

    private static String deadline(ConfiguredReceiver receiver) {
        return "the rollback's deadline of " + Durations.write(receiver.patience()) + " has passed";
    }

    private static Attempt expired(Store open, Attempt attempt, DeliveryFailure failure, String why) {
        Message message = attempt.message();
        // of an attempt whose answer is unknown, those before it tell nothing
        String last = attempt.lead().started() ? "" : last(open, message);
        return attempt.unsent(failure, why + ", so the rollback is no longer signalled" + last);
    }

    private static String last(Store open, Message message) {
        return SignalDelays.last(open.journal().of(message.deployment()), message.id())
                .map(cause -> "; the last attempt failed: " + cause)
                .orElse("");
    }
}
