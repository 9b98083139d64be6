package dev.probation.agent.receiver.notify.pagerduty;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.net.URI;
import java.util.List;

/**
 * A PagerDuty service, by its Events API v2 integration.
 *
 * @param url {@code https://events.pagerduty.com/v2/enqueue}, or another address of the same API
 * @param changes whether each deployment is marked by change events, which page nobody
 */
public record PagerDutySettings(Secret routingKey, URI url, boolean changes) implements ReceiverSettings {

    private static final String ENQUEUE = "/enqueue";

    /** Where change events go: {@code .../v2/change/enqueue}. */
    URI changeUrl() {
        String path = url.toString();
        String base = path.endsWith(ENQUEUE) ? path.substring(0, path.length() - ENQUEUE.length()) : path;
        return URI.create(base + "/change" + ENQUEUE);
    }

    @Override
    public boolean holdsIncidents() {
        return true;
    }

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(url);
    }
}
