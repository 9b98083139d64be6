package dev.probation.agent.receiver.notify.notifywebhook;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** Anything that takes a notice over HTTP. */
public final class NotifyWebhookKind implements ReceiverKind {

    @Override
    public Class<NotifyWebhookSettings> settings() {
        return NotifyWebhookSettings.class;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new NotifyWebhookReceiver((NotifyWebhookSettings) config.settings(), new HttpSender(vertx, time), time);
    }
}
