package dev.probation.agent.receiver.rollback.webhook;

import dev.probation.agent.config.section.ReceiverFields;
import dev.probation.agent.config.section.SecretField;
import dev.probation.agent.settings.ObjectSchema;
import java.util.List;

/** How a rollback webhook is written. */
public final class WebhookFields implements ReceiverFields {

    private static final SecretField URL =
            SecretField.requiredUrl("webhook", "The address that the rollback signal is posted to.");
    private static final SecretField SECRET =
            SecretField.optional("secret", "The signing key, as Standard Webhooks write it: whsec_ and base64.");
    private static final ObjectSchema<WebhookSettings> SETTINGS = ObjectSchema.of(
            List.of(URL, SECRET), values -> new WebhookSettings(values.get(URL).orElseThrow(), values.get(SECRET)));

    @Override
    public String kind() {
        return "webhook";
    }

    @Override
    public Use use() {
        return Use.ROLLBACK;
    }

    @Override
    public ObjectSchema<WebhookSettings> settings() {
        return SETTINGS;
    }
}
