package dev.probation.agent.signal.pagerduty;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.signal.HttpSender;
import dev.probation.agent.signal.Receiver;
import dev.probation.agent.signal.ReceiverKind;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;
import java.time.Duration;

/** PagerDuty, by its Events API v2. */
public final class PagerDutyKind implements ReceiverKind {

    @Override
    public Class<PagerDutySettings> settings() {
        return PagerDutySettings.class;
    }

    /** Its limit is about 120 events a minute for an integration. */
    @Override
    public Duration spacing() {
        return Duration.ofMillis(500);
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new PagerDutyReceiver((PagerDutySettings) config.settings(), new HttpSender(vertx, time));
    }
}
