package dev.probation.agent.receiver.notify.teams;

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

/** Microsoft Teams, by webhooks of its Workflows. */
public final class TeamsKind implements ReceiverKind {

    private static final SecretField URL = SecretField.requiredUrl(
            "url",
            "The URL of a workflow \"when a webhook request is received\" that posts to a channel or" + " chat.");
    private static final ObjectSchema<TeamsSettings> SETTINGS = ObjectSchema.of(
            List.of(URL), values -> new TeamsSettings(values.get(URL).orElseThrow()));

    @Override
    public String name() {
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

    /** More than four requests a second are throttled. */
    @Override
    public Duration spacing() {
        return Duration.ofMillis(300);
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        HttpSender sender = new HttpSender(context);
        return new ChatReceiver(((TeamsSettings) config.settings()).url(), sender, TeamsCard::of, TeamsAnswer::sort);
    }
}
