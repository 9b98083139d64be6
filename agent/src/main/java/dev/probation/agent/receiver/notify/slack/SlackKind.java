package dev.probation.agent.receiver.notify.slack;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.ChatReceiver;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.settings.ObjectSchema;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Slack, by incoming webhooks. */
public final class SlackKind implements ReceiverKind {

    private static final SecretField URL = SecretField.requiredUrl("url", "The URL of an incoming webhook.");
    private static final ObjectSchema<SlackSettings> SETTINGS = ObjectSchema.of(
            List.of(URL), values -> new SlackSettings(values.get(URL).orElseThrow()));

    @Override
    public String name() {
        return "slack";
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<SlackSettings> settings() {
        return SETTINGS;
    }

    @Override
    public Set<NotificationEvent> occasions() {
        return EnumSet.allOf(NotificationEvent.class);
    }

    /** As Slack asks of incoming webhooks. */
    @Override
    public Duration spacing() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        HttpSender sender = new HttpSender(context).explaining(SlackAnswer::error);
        return new ChatReceiver(((SlackSettings) config.settings()).url(), sender, SlackPayload::of, SlackAnswer::sort);
    }
}
