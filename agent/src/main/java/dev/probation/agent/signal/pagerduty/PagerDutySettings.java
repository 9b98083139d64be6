package dev.probation.agent.signal.pagerduty;

import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.net.URI;

/**
 * A PagerDuty service, by its Events API v2 integration.
 *
 * @param url {@code https://events.pagerduty.com/v2/enqueue}, or another address of the same API
 */
public record PagerDutySettings(Secret routingKey, URI url) implements ReceiverSettings {

    @Override
    public boolean holdsIncidents() {
        return true;
    }
}
