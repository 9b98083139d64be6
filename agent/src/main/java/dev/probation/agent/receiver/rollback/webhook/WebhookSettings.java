package dev.probation.agent.receiver.rollback.webhook;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.util.List;
import java.util.Optional;

/**
 * A deployer that takes the rollback signal over HTTP, signed as Standard Webhooks.
 *
 * @param url may hold a credential, and is therefore a secret
 * @param secret the signing key, {@code whsec_} and base64; unsigned where absent
 */
public record WebhookSettings(Secret url, Optional<Secret> secret) implements ReceiverSettings {

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(url);
    }
}
