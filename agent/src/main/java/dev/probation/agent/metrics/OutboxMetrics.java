package dev.probation.agent.metrics;

import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What was sent and what still waits. An integration is a receiver's kind: {@code slack}, {@code webhook}. */
public final class OutboxMetrics {

    private static final double[] BUCKETS = {0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600};

    private final Counter sent;
    private final Counter failed;
    private final Counter gaveUp;
    private final Histogram latency;
    private final Gauge pending;
    private final Gauge oldest;

    OutboxMetrics(MetricsRegistry registry) {
        sent = registry.counter(MetricName.NOTIFICATIONS);
        failed = registry.counter(MetricName.NOTIFICATIONS_FAILED);
        gaveUp = registry.counter(MetricName.DEAD_LETTERS);
        latency = registry.histogram(MetricName.NOTIFICATION_LATENCY, BUCKETS);
        pending = registry.gauge(MetricName.OUTBOX_PENDING);
        oldest = registry.gauge(MetricName.OUTBOX_OLDEST);
        oldest.set(Double.NaN);
    }

    /** Shows the series of these integrations from the start, so that their first failure is an increase. */
    public void know(Collection<String> integrations) {
        for (String integration : integrations) {
            sent.labels(integration);
            gaveUp.labels(integration);
            latency.labels(integration);
            for (DeliveryFailure reason : DeliveryFailure.values()) {
                failed.labels(integration, reason.label());
            }
        }
    }

    /** An attempt was made, whatever came of it. */
    public void attempted(String integration) {
        sent.labels(integration).inc();
    }

    /** An attempt failed. */
    public void failed(String integration, DeliveryFailure reason) {
        failed.labels(integration, reason.label()).inc();
    }

    /** A message was given up, and is a dead letter. */
    public void gaveUp(String integration) {
        gaveUp.labels(integration).inc();
    }

    /**
     * A receiver took a message.
     *
     * @param seconds since it was written
     */
    public void delivered(String integration, double seconds) {
        latency.labels(integration).observe(Math.max(0, seconds));
    }

    /** How many messages wait, and since when the oldest does. */
    public void waiting(long messages, @Nullable Instant since) {
        pending.set((double) messages);
        oldest.set(since == null ? Double.NaN : UnixSeconds.of(since));
    }
}
