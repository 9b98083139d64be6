package dev.probation.agent.receiver.notify.grafana;

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
import dev.probation.agent.settings.Types;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Grafana, by its annotations. */
public final class GrafanaKind implements ReceiverKind {

    private static final Field<URI> URL =
            Field.required("url", Address.web("https://grafana.example.com"), "The address of Grafana.");
    private static final SecretField TOKEN = SecretField.requiredHeader(
            "token", "The token of a service account with the permission `annotations:create`.");
    private static final Field<List<String>> TAGS =
            Field.defaulting("tags", Types.listOf(Types.text()), List.of(), "Tags besides the agent's own.");
    private static final Field<Optional<String>> DASHBOARD = Field.optional(
            "dashboard-uid",
            Types.text(
                    "a dashboard's uid, as in its address /d/UID/...",
                    "[A-Za-z0-9_-]{1,40}",
                    text -> Optional.of(text).filter(uid -> uid.matches("[A-Za-z0-9_-]{1,40}"))),
            "The one dashboard to annotate. Default: all dashboards that ask for the tags.");
    private static final ObjectSchema<GrafanaSettings> SETTINGS = ObjectSchema.of(
            List.of(URL, TOKEN, TAGS, DASHBOARD),
            values -> new GrafanaSettings(
                    values.get(URL), values.get(TOKEN).orElseThrow(), values.get(TAGS), values.get(DASHBOARD)));

    @Override
    public String name() {
        return "grafana";
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<GrafanaSettings> settings() {
        return SETTINGS;
    }

    @Override
    public Set<NotificationEvent> occasions() {
        return EnumSet.of(
                NotificationEvent.STARTED,
                NotificationEvent.WINDOW,
                NotificationEvent.ROLLBACK,
                NotificationEvent.PASSED);
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new GrafanaReceiver((GrafanaSettings) config.settings(), new HttpSender(context));
    }
}
