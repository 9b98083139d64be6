package dev.probation.agent.receiver.notify.alertmanager;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Alertmanager, by its API v2. */
public final class AlertmanagerKind implements ReceiverKind {

    private static final Field<List<URI>> URL = Field.required(
            "url",
            Types.listOf(Address.web("http://alertmanager:9093")),
            "The address, or a list with the addresses of all members of the cluster. Each member gets"
                    + " every alert.");
    private static final Field<Duration> EVERY = Field.written(
            "every", Types.durationFrom(Duration.ofSeconds(1)), "1m", "How often a firing alert is sent again.");
    private static final SecretField TOKEN = SecretField.optionalHeader("token", "A bearer token.");
    private static final ObjectSchema<AlertmanagerSettings> SETTINGS =
            ObjectSchema.of(List.of(URL, EVERY, TOKEN), AlertmanagerKind::settings);

    @Override
    public String name() {
        return "alertmanager";
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<AlertmanagerSettings> settings() {
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

    /** It groups by itself, as its routes say. */
    @Override
    public boolean bundles() {
        return false;
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new AlertmanagerReceiver(
                (AlertmanagerSettings) config.settings(), new HttpSender(context), context.time());
    }

    private static @Nullable AlertmanagerSettings settings(Values values) {
        if (values.get(URL).isEmpty()) {
            // a list of which nothing could be read was reported already
            if (values.cursor(URL).node() instanceof Node.Sequence list
                    && list.items().isEmpty()) {
                values.cursor(URL).report("expected at least one address, found none");
            }
            return null;
        }
        return new AlertmanagerSettings(values.get(URL), values.get(EVERY), values.get(TOKEN));
    }
}
