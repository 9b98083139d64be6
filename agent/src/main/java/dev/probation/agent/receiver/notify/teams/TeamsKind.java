package dev.probation.agent.receiver.notify.teams;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Microsoft Teams, by webhooks of its Workflows. */
public final class TeamsKind implements ReceiverKind {

    @Override
    public Class<TeamsSettings> settings() {
        return TeamsSettings.class;
    }

    /** More than four requests a second are throttled. */
    @Override
    public Duration spacing() {
        return Duration.ofMillis(300);
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new TeamsReceiver((TeamsSettings) config.settings(), new HttpSender(vertx, time));
    }
}
