package dev.probation.agent.receiver.rollback.webhook;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** A deployer that takes the rollback signal over HTTP. */
public final class WebhookKind implements ReceiverKind {

    @Override
    public Class<WebhookSettings> settings() {
        return WebhookSettings.class;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new WebhookReceiver((WebhookSettings) config.settings(), new HttpSender(vertx, time), time);
    }
}
