package dev.probation.agent.receiver.notify.slack;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Slack, by incoming webhooks. */
public final class SlackKind implements ReceiverKind {

    @Override
    public Class<SlackSettings> settings() {
        return SlackSettings.class;
    }

    /** As Slack asks of incoming webhooks. */
    @Override
    public Duration spacing() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new SlackReceiver((SlackSettings) config.settings(), new HttpSender(vertx, time));
    }
}
