package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.outbox.stage.select.MessageBatch;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository.BatchInfo;
import dev.probation.agent.store.StoreExecutor;
import io.vertx.core.Future;

/**
 * Where a receiver holds or shows incidents, what was opened in one batch is resolved with the last of it. That one of the
 * others is good again is information where it shows them, and nothing where it holds them.
 */
public final class ResolveTogetherStage implements Stage<Attempt> {

    private final StoreExecutor store;

    public ResolveTogetherStage(StoreExecutor store) {
        this.store = store;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        ConfiguredReceiver receiver = attempt.to();
        if (!receiver.showsIncidents() || !resolvesCheck(attempt.message().notice())) {
            return Future.succeededFuture(attempt);
        }
        String incident = attempt.message().incident();
        return store.submit(open -> open.outgoing().batchOf(receiver.name(), incident))
                .map(found -> found.map(batch -> resolve(attempt, batch)).orElse(attempt));
    }

    private static boolean resolvesCheck(Notice notice) {
        return notice.occasion() == NotificationEvent.RECOVERED && notice.action() == IncidentAction.RESOLVE;
    }

    private static Attempt resolve(Attempt attempt, BatchInfo batch) {
        Message last = attempt.message().ofIncident(MessageBatch.incident(batch.lead()));
        if (batch.open() == 0) {
            return attempt.sending(last);
        }
        return attempt.to().holdsIncidents()
                ? attempt.answered(new Delivered(
                        "not sent: " + batch.open() + " other checks of the same incident are still failing"))
                : attempt.sending(last.saying(last.notice().forInformation()));
    }
}
