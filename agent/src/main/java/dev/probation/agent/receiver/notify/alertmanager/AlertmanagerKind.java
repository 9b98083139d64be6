package dev.probation.agent.receiver.notify.alertmanager;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** Alertmanager, by its API v2. */
public final class AlertmanagerKind implements ReceiverKind {

    @Override
    public Class<AlertmanagerSettings> settings() {
        return AlertmanagerSettings.class;
    }

    /** It groups by itself, as its routes say. */
    @Override
    public boolean bundles() {
        return false;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new AlertmanagerReceiver((AlertmanagerSettings) config.settings(), new HttpSender(vertx, time), time);
    }
}
