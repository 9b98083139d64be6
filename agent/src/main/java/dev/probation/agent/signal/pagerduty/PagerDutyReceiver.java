package dev.probation.agent.signal.pagerduty;

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
        JsonObject event = PagerDutyEvent.of(Notice.fromJson(message.body()), message.incident())
                .put("routing_key", settings.routingKey().reveal());
        return sender.post(
                settings.url().toString(), MultiMap.caseInsensitiveMultiMap(), event.toBuffer(), HttpSender::taken);
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
