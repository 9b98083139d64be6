package dev.probation.agent.signal.pagerduty;

import dev.probation.agent.config.Occasion;
import dev.probation.agent.signal.Delivery;
import dev.probation.agent.signal.HttpSender;
import dev.probation.agent.signal.Notice;
import dev.probation.agent.signal.Receiver;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;

/** Opens and resolves alerts of one PagerDuty service. */
final class PagerDutyReceiver implements Receiver {

    private final PagerDutySettings settings;
    private final HttpSender sender;

    PagerDutyReceiver(PagerDutySettings settings, HttpSender sender) {
        this.settings = settings;
        this.sender = sender;
    }

    @Override
    public Future<Delivery> send(Message message) {
        Notice notice = Notice.fromJson(message.body());
        if (isNews(notice)) {
            return Future.succeededFuture(new Delivery.Delivered("not sent, since it opens and resolves nothing"));
        }
        JsonObject event = PagerDutyEvent.of(notice)
                .put("routing_key", settings.routingKey().reveal());
        return sender.post(
                settings.url().toString(), MultiMap.caseInsensitiveMultiMap(), event.toBuffer(), HttpSender::taken);
    }

    /** How a rollback goes on is told where it was decided; as an event it would page the same people once more. */
    private static boolean isNews(Notice notice) {
        return notice.occasion() == Occasion.ROLLBACK && notice.step() == Notice.Step.TELLS;
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
