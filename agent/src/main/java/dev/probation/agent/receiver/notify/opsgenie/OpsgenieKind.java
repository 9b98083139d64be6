package dev.probation.agent.receiver.notify.opsgenie;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Opsgenie, by its Alert API. Its limits depend on the plan and are not published: it says 429 when they are reached. */
public final class OpsgenieKind implements ReceiverKind {

    private static final SecretField API_KEY = SecretField.requiredHeader("api-key", "The key of an API integration.");
    private static final Field<URI> URL = Field.written(
            "url",
            Address.web("https://api.eu.opsgenie.com"),
            "https://api.opsgenie.com",
            "The address of the API; in the EU `https://api.eu.opsgenie.com`.");
    private static final ObjectSchema<OpsgenieSettings> SETTINGS = ObjectSchema.of(
            List.of(API_KEY, URL),
            values -> new OpsgenieSettings(values.get(API_KEY).orElseThrow(), values.get(URL)));

    @Override
    public String name() {
        return "opsgenie";
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<OpsgenieSettings> settings() {
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

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new OpsgenieReceiver((OpsgenieSettings) config.settings(), new HttpSender(context));
    }
}
