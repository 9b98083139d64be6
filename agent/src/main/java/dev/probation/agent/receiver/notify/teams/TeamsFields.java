package dev.probation.agent.receiver.notify.teams;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.section.ReceiverFields;
import dev.probation.agent.config.section.SecretField;
import dev.probation.agent.settings.ObjectSchema;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How a Microsoft Teams receiver is written. */
public final class TeamsFields implements ReceiverFields {

    private static final SecretField URL = SecretField.requiredUrl(
            "url", "The address of a workflow that posts to a channel or chat, which is itself the secret.");
    private static final ObjectSchema<TeamsSettings> SETTINGS = ObjectSchema.of(
            List.of(URL), values -> new TeamsSettings(values.get(URL).orElseThrow()));

    @Override
    public String kind() {
        return "teams";
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<TeamsSettings> settings() {
        return SETTINGS;
    }

    @Override
    public Set<NotificationEvent> occasions() {
        return EnumSet.allOf(NotificationEvent.class);
    }
}
