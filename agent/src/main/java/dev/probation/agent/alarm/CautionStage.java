package dev.probation.agent.alarm;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.outbox.stage.send.Attempt;
import io.vertx.core.Future;

/** Says nothing to be done that has to wait for the store. */
final class CautionStage implements Stage<Attempt> {

    private static final String NOT_YET =
            " (The agent's store cannot be written, so this is not saved yet. No rollback is signalled until it is saved.)";

    @Override
    public Future<Attempt> run(Attempt attempt) {
        Notice notice = attempt.message().notice();
        Notice silent = notice.announcement().isPresent() ? notice.announced(null) : notice;
        boolean begins = notice.occasion() == NotificationEvent.ROLLBACK && notice.action() == IncidentAction.TRIGGER;
        Notice cautious = begins ? silent.saying(notice.reason() + NOT_YET) : silent;
        return Future.succeededFuture(attempt.sending(attempt.message().saying(cautious)));
    }
}
