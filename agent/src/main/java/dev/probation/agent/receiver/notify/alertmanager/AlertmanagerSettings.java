package dev.probation.agent.receiver.notify.alertmanager;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An Alertmanager.
 *
 * @param urls of all members of its cluster
 * @param every how often an alert that fires is sent again
 * @param token a bearer token
 */
record AlertmanagerSettings(List<URI> urls, Duration every, Optional<Secret> token) implements ReceiverSettings {

    public AlertmanagerSettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("an Alertmanager has at least one address, but none was given");
        }
    }

    @Override
    public boolean holdsIncidents() {
        return true;
    }

    @Override
    public List<Endpoint> endpoints() {
        return urls.stream().flatMap(url -> Endpoint.of(url).stream()).toList();
    }
}
