package dev.probation.agent.receiver.notify.notifywebhook;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.WebhookSignature;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Anything that takes a notice over HTTP. */
public final class NotifyWebhookKind implements ReceiverKind {

    private static final SecretField URL = SecretField.requiredUrl("url", "The URL to post to.");
    private static final SecretField SECRET = SecretField.optionalSigningKey(
            "secret",
            "The signing key in the form of Standard Webhooks: `whsec_` and at least 24 bytes in base64. Without it"
                    + " nothing is signed.");
    private static final Field<Optional<String>> TEMPLATE =
            Field.optional("template", Types.text(), "A Mustache template of the body. Default: JSON with all fields.");
    private static final Field<BodyType> CONTENT_TYPE = Field.written(
            "content-type",
            Types.choice(
                    Arrays.stream(BodyType.values()).map(BodyType::mediaType).toList(), NotifyWebhookKind::type),
            "application/json",
            "The type of the body that the template makes. Values are escaped for it.");
    private static final ObjectSchema<NotifyWebhookSettings> SETTINGS =
            ObjectSchema.of(List.of(URL, SECRET, TEMPLATE, CONTENT_TYPE), NotifyWebhookKind::settings);

    private static BodyType type(String mediaType) {
        return Arrays.stream(BodyType.values())
                .filter(type -> type.mediaType().equals(mediaType))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<NotifyWebhookSettings> settings() {
        return SETTINGS;
    }

    @Override
    public Set<NotificationEvent> occasions() {
        return EnumSet.allOf(NotificationEvent.class);
    }

    @Override
    public void prepare(ReceiverConfig config) {
        if (((NotifyWebhookSettings) config.settings()).secret().isPresent()) {
            WebhookSignature.prepare();
        }
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new NotifyWebhookReceiver(
                (NotifyWebhookSettings) config.settings(), new HttpSender(context), context.time());
    }

    private static @Nullable NotifyWebhookSettings settings(Values values) {
        BodyType type = values.get(CONTENT_TYPE);
        Optional<String> template = values.get(TEMPLATE);
        return isTemplate(values, template.orElse(null), type)
                ? new NotifyWebhookSettings(values.get(URL).orElseThrow(), values.get(SECRET), template, type)
                : null;
    }

    private static boolean isTemplate(Values values, @Nullable String template, BodyType type) {
        if (template == null && type != BodyType.JSON) {
            values.cursor(CONTENT_TYPE)
                    .report("expected a template, because the body is application/json without one, found none");
            return false;
        }
        try {
            if (template != null) {
                BodyTemplate ignored = BodyTemplate.of(template, type);
            }
            return true;
        } catch (IllegalArgumentException e) {
            values.cursor(TEMPLATE).report(String.valueOf(e.getMessage()));
            return false;
        }
    }
}
