package dev.probation.agent.receiver.notify.grafana;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** Grafana, by its annotations. */
public final class GrafanaKind implements ReceiverKind {

    @Override
    public Class<GrafanaSettings> settings() {
        return GrafanaSettings.class;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new GrafanaReceiver((GrafanaSettings) config.settings(), new HttpSender(vertx, time));
    }
}
