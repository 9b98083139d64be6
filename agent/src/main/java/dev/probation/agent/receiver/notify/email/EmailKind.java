package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;
import java.time.Duration;

/** E-mail, by a mail server. */
public final class EmailKind implements ReceiverKind {

    @Override
    public Class<EmailSettings> settings() {
        return EmailSettings.class;
    }

    @Override
    public Duration spacing() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new EmailReceiver((EmailSettings) config.settings(), time);
    }
}
