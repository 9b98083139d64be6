package dev.probation.agent.signal.slack;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.signal.HttpSender;
import dev.probation.agent.signal.Receiver;
import dev.probation.agent.signal.ReceiverKind;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** Slack, by incoming webhooks. */
public final class SlackKind implements ReceiverKind {

    @Override
    public String name() {
        return "slack";
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new SlackReceiver((SlackSettings) config.settings(), new HttpSender(vertx, time));
    }
}
