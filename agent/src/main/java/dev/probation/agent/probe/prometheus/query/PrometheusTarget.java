package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.config.address.Access;
import java.net.URI;
import java.util.List;

/**
 * A Prometheus, or whatever speaks its query API.
 *
 * @param get ask with GET, for proxies that refuse POST
 */
public record PrometheusTarget(URI base, Access access, boolean get) implements TargetSettings {

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(base);
    }
}
