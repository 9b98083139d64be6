package dev.probation.agent.receiver.rollback.webhook;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.WebhookSignature;
import dev.probation.agent.settings.ObjectSchema;
import java.util.List;

/** A deployer that takes the rollback signal over HTTP. */
public final class WebhookKind implements ReceiverKind {

    private static final SecretField URL =
            SecretField.requiredUrl("webhook", "The URL to post the rollback signal to.");
    private static final SecretField SECRET = SecretField.optionalSigningKey(
            "secret",
            "The signing key in the form of Standard Webhooks: `whsec_` and at least 24 bytes in base64. Without it"
                    + " nothing is signed.");
    private static final ObjectSchema<WebhookSettings> SETTINGS = ObjectSchema.of(
            List.of(URL, SECRET), values -> new WebhookSettings(values.get(URL).orElseThrow(), values.get(SECRET)));

    @Override
    public String name() {
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

    @Override
    public void prepare(ReceiverConfig config) {
        if (((WebhookSettings) config.settings()).secret().isPresent()) {
            WebhookSignature.prepare();
        }
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new WebhookReceiver((WebhookSettings) config.settings(), new HttpSender(context), context.time());
    }
}
