package dev.probation.agent.receiver.notify.cdevents;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;

/** Posts the events that a message is, one after the other; where one fails, all are sent again, with the same ids. */
final class CdEventsReceiver implements Receiver {

    private final CdEventsSettings settings;
    private final HttpSender sender;

    CdEventsReceiver(CdEventsSettings settings, HttpSender sender) {
        this.settings = settings;
        this.sender = sender;
    }

    @Override
    public Future<Delivery> send(Message message) {
        Notice notice = message.notice();
        Future<Delivery> sent = Future.succeededFuture(new Delivered("there is no event for it"));
        for (CdEventType type : CdEventTypes.of(notice)) {
            CdEvent event = CdEvent.of(type, message, notice, settings);
            sent = sent.compose(before -> before instanceof Delivered ? post(event) : Future.succeededFuture(before));
        }
        return sent;
    }

    private Future<Delivery> post(CdEvent event) {
        MultiMap headers = event.headers();
        settings.token().ifPresent(token -> headers.set("Authorization", "Bearer " + token.reveal()));
        return sender.post(settings.url().reveal(), headers, event.body().toBuffer(), HttpSender::taken);
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
