package dev.probation.agent.metrics;

import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;

/** What comes to the agent's own port. */
public final class WebMetrics {

    private final Counter refused;
    private final Gauge connections;

    WebMetrics(MetricsRegistry registry) {
        refused = registry.counter(MetricName.WEB_REFUSED);
        connections = registry.gauge(MetricName.WEB_CONNECTIONS);
        for (Refusal reason : Refusal.values()) {
            refused.labels(reason.label());
        }
    }

    /** A request was refused, or a connection closed. */
    public void refused(Refusal reason) {
        refused.labels(reason.label()).inc();
    }

    /** How many connections are open now. */
    public void connections(int open) {
        connections.set(open);
    }
}
