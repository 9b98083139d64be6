package dev.probation.agent.receiver.notify.pagerduty;

import dev.probation.agent.config.Address;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.section.ReceiverFields;
import dev.probation.agent.config.section.SecretField;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How a PagerDuty receiver is written. */
public final class PagerDutyFields implements ReceiverFields {

    private static final SecretField ROUTING_KEY =
            SecretField.required("routing-key", "The integration key of an Events API v2 integration.");
    private static final Field<URI> URL = Field.written(
            "url",
            Address.web("https://events.pagerduty.com/v2/enqueue"),
            "https://events.pagerduty.com/v2/enqueue",
            "The address of the Events API v2.");
    private static final Field<Boolean> CHANGES = Field.written(
            "changes",
            Types.flag(),
            "true",
            "Mark each deployment by change events, which page nobody: that it started, and how it ended.");
    private static final ObjectSchema<PagerDutySettings> SETTINGS = ObjectSchema.of(
            List.of(ROUTING_KEY, URL, CHANGES),
            values ->
                    new PagerDutySettings(values.get(ROUTING_KEY).orElseThrow(), values.get(URL), values.get(CHANGES)));

    @Override
    public String kind() {
        return "pagerduty";
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<PagerDutySettings> settings() {
        return SETTINGS;
    }

    @Override
    public Set<NotificationEvent> occasions() {
        return EnumSet.of(
                NotificationEvent.FAILING,
                NotificationEvent.ROLLBACK,
                NotificationEvent.BLIND,
                NotificationEvent.RECOVERED);
    }
}
