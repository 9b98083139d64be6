package dev.probation.agent.receiver.notify.opsgenie;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.net.URI;
import java.util.List;

/**
 * An Opsgenie API integration.
 *
 * @param url {@code https://api.opsgenie.com}, that of the EU, or another address of the same API
 */
public record OpsgenieSettings(Secret apiKey, URI url) implements ReceiverSettings {

    @Override
    public boolean holdsIncidents() {
        return true;
    }

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(url);
    }
}
