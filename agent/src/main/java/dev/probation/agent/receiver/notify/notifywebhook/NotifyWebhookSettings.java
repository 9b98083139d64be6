package dev.probation.agent.receiver.notify.notifywebhook;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Anything that takes a notice over HTTP.
 *
 * @param url may hold a credential, and is therefore a secret
 * @param secret the signing key, {@code whsec_} and base64; unsigned where absent
 * @param template of the body; the notice as JSON where absent
 */
public record NotifyWebhookSettings(Secret url, Optional<Secret> secret, Optional<String> template, BodyType bodyType)
        implements ReceiverSettings {

    /** A template for a chat shows neither which incident a message is about nor what it does to it. */
    @Override
    public boolean showsIncidents() {
        return template.map(text -> names(text, "incident") && names(text, "step"))
                .orElse(true);
    }

    private static boolean names(String template, String field) {
        return Pattern.compile("\\{\\{[^}]*\\b" + field + "\\b")
                .matcher(template)
                .find();
    }

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(url);
    }
}
