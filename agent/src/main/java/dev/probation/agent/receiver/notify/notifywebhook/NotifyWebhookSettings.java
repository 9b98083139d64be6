package dev.probation.agent.receiver.notify.notifywebhook;

import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.util.Optional;

/**
 * Anything that takes a notice over HTTP.
 *
 * @param url may hold a credential, and is therefore a secret
 * @param secret the signing key, {@code whsec_} and base64; unsigned where absent
 * @param template of the body; the notice as JSON where absent
 */
public record NotifyWebhookSettings(Secret url, Optional<Secret> secret, Optional<String> template, BodyType bodyType)
        implements ReceiverSettings {}
