package dev.probation.agent.metrics;

import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.util.List;

/** What is counted of rollbacks, and how long their steps took, by service. */
final class RollbackMetrics {

    private static final double[] MINUTES = {1, 5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600};

    private final Counter withheld;
    private final Counter decided;
    private final Counter signalled;
    private final Counter recovered;
    private final Counter notRecovered;
    private final Counter rtoMissed;
    private final Histogram detect;
    private final Histogram signal;
    private final Histogram recover;
    private final Histogram outages;

    RollbackMetrics(MetricsRegistry registry) {
        this.withheld = registry.counter(MetricName.ROLLBACKS_WITHHELD);
        this.decided = registry.counter(MetricName.ROLLBACKS_DECIDED);
        this.signalled = registry.counter(MetricName.ROLLBACK_SIGNALS);
        this.recovered = registry.counter(MetricName.ROLLBACKS_RECOVERED);
        this.notRecovered = registry.counter(MetricName.ROLLBACKS_NOT_RECOVERED);
        this.rtoMissed = registry.counter(MetricName.ROLLBACK_RTO_MISSED);
        this.detect = registry.histogram(MetricName.ROLLBACK_DETECT, MINUTES);
        this.signal = registry.histogram(MetricName.ROLLBACK_SIGNAL, MINUTES);
        this.recover = registry.histogram(MetricName.ROLLBACK_RECOVER, MINUTES);
        this.outages = registry.histogram(MetricName.ROLLBACK_OUTAGE, MINUTES);
    }

    /** The series of a service exist from now on. */
    void know(String app) {
        List.of(decided, signalled, recovered, notRecovered, rtoMissed).forEach(counter -> counter.labels(app));
    }

    void decided(String app, double seconds) {
        decided.labels(app).inc();
        detect.labels(app).observe(seconds);
    }

    void withheld(String app, String cause) {
        withheld.labels(app, cause).inc();
    }

    void signalled(String app) {
        signalled.labels(app).inc();
    }

    void signalTook(String app, double seconds) {
        signal.labels(app).observe(seconds);
    }

    void recovered(String app, double seconds, double outage) {
        recovered.labels(app).inc();
        recover.labels(app).observe(seconds);
        outages.labels(app).observe(outage);
    }

    void recoveryTimeMissed(String app) {
        rtoMissed.labels(app).inc();
    }

    void notRecovered(String app) {
        notRecovered.labels(app).inc();
    }
}
