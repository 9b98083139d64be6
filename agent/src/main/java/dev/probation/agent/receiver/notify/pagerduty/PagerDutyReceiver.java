package dev.probation.agent.receiver.notify.pagerduty;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/** Opens, acknowledges and resolves alerts of one PagerDuty service, and marks its changes. */
final class PagerDutyReceiver implements Receiver {

    private final ReceiverConfig config;
    private final PagerDutySettings settings;
    private final HttpSender sender;

    PagerDutyReceiver(ReceiverConfig config, HttpSender sender) {
        this.config = config;
        this.settings = (PagerDutySettings) config.settings();
        this.sender = sender.explaining(answer -> PagerDutyRefusal.explain(answer.body(), settings.routingKey()));
    }

    /**
     * One message may be both: the alert's event goes first, since PagerDuty knows a repeat of it by its key, and nothing
     * knows a repeat of a mark.
     */
    @Override
    public Future<Delivery> send(Message message) {
        Notice notice = message.notice();
        boolean marks = PagerDutyKind.marks(config, notice);
        if (marks && !PagerDutyKind.alerts(config, notice)) {
            return mark(notice);
        }
        Future<Delivery> alerted = post(settings.url(), PagerDutyEvent.of(notice, message.incident()));
        return marks
                ? alerted.compose(delivery -> delivery instanceof Delivered
                        ? mark(notice).map(PagerDutyReceiver::despite)
                        : Future.succeededFuture(delivery))
                : alerted;
    }

    private Future<Delivery> mark(Notice notice) {
        return post(settings.changeUrl(), PagerDutyChange.of(notice));
    }

    /** An alert that got through is not undelivered because its mark was refused. */
    private static Delivery despite(Delivery mark) {
        return mark instanceof Refused refused
                ? new Delivered("HTTP 202, but its change event was refused: " + refused.detail())
                : mark;
    }

    private Future<Delivery> post(URI url, JsonObject event) {
        JsonObject signed = event.put("routing_key", settings.routingKey().reveal());
        return sender.post(url.toString(), MultiMap.caseInsensitiveMultiMap(), signed.toBuffer(), HttpSender::taken);
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
