package dev.probation.agent.receiver.notify.opsgenie;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** Opsgenie, by its Alert API. Its limits depend on the plan and are not published: it says 429 when they are reached. */
public final class OpsgenieKind implements ReceiverKind {

    @Override
    public Class<OpsgenieSettings> settings() {
        return OpsgenieSettings.class;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new OpsgenieReceiver((OpsgenieSettings) config.settings(), new HttpSender(vertx, time));
    }
}
