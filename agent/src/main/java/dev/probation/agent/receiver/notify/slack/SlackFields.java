package dev.probation.agent.receiver.notify.slack;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.section.ReceiverFields;
import dev.probation.agent.config.section.SecretField;
import dev.probation.agent.settings.ObjectSchema;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How a Slack receiver is written. */
public final class SlackFields implements ReceiverFields {

    private static final SecretField URL =
            SecretField.requiredUrl("url", "The address of an incoming webhook, which is itself the secret.");
    private static final ObjectSchema<SlackSettings> SETTINGS = ObjectSchema.of(
            List.of(URL), values -> new SlackSettings(values.get(URL).orElseThrow()));

    @Override
    public String kind() {
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
}
