package dev.probation.agent.metrics;

import dev.probation.rules.check.Check;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.Verdict;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Info;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/**
 * The agent's own metrics. Every method is cheap enough for an event loop, except {@link #page}, which grows with the
 * number of checks. The label {@code app} is the service: {@code service} would clash with what Prometheus adds.
 */
public final class Metrics {

    private static final double[] SHORT = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};
    private static final double[] LONG = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

    private final MetricsRegistry registry = new MetricsRegistry();
    private final OutboxMetrics outbox = new OutboxMetrics(registry);
    private final WebMetrics web = new WebMetrics(registry);
    private final RollbackMetrics rollbacks = new RollbackMetrics(registry);
    private final Map<String, DeploymentMetrics> watched = new ConcurrentHashMap<>();
    private final Map<String, DeploymentMetrics> live = new ConcurrentSkipListMap<>();
    private final Map<String, CheckMetrics.Kind> kinds = new ConcurrentHashMap<>();

    private final Info config = registry.info(MetricName.CONFIG);
    private final Gauge reloadSuccessful = registry.gauge(MetricName.CONFIG_RELOAD_SUCCESSFUL);
    private final Gauge reloadTimestamp = registry.gauge(MetricName.CONFIG_RELOAD_SUCCESS_TIMESTAMP);
    private final Counter started = registry.counter(MetricName.DEPLOYMENTS_STARTED);
    private final Counter ended = registry.counter(MetricName.DEPLOYMENTS_ENDED);
    private final Counter gaps = registry.counter(MetricName.GAPS);
    private final Counter probeErrors = registry.counter(MetricName.PROBE_ERRORS);
    private final Histogram duration = registry.histogram(MetricName.CHECK_DURATION, LONG);
    private final Histogram schedulerLag = registry.histogram(MetricName.SCHEDULER_LAG, SHORT);
    private final Histogram eventLoopLag = registry.histogram(MetricName.EVENT_LOOP_LAG, SHORT);
    private final Gauge heartbeat = registry.gauge(MetricName.HEARTBEAT);
    private final Counter heartbeats = registry.counter(MetricName.HEARTBEATS);
    private final Counter samplesDropped = registry.counter(MetricName.SAMPLES_DROPPED);
    private final Histogram storeWrite = registry.histogram(MetricName.STORE_WRITE, SHORT);
    private final Counter storeWriteFailures = registry.counter(MetricName.STORE_WRITE_FAILURES);

    /**
     * Makes a registry of its own, with the process's and the JVM's metrics in it.
     *
     * @param revision of the source it was built from
     */
    public Metrics(String version, String revision) {
        registry.info(MetricName.BUILD)
                .info("version", version, "revision", revision, "java_version", System.getProperty("java.version", ""));
        heartbeat.set(Double.NaN);
        registerDeployments();
        registerChecks();
        registry.add(new InternalErrors());
        registry.addJvm();
    }

    /** A valid configuration was read; the series of its services exist from now on. */
    public void configured(String fingerprint, Collection<String> services, Instant at) {
        config.info("fingerprint", fingerprint);
        reloadSuccessful.set(1);
        reloadTimestamp.set(UnixSeconds.of(at));
        for (String app : services) {
            know(started, app);
            know(gaps, app);
            rollbacks.know(app);
            for (Verdict verdict : Verdict.values()) {
                know(ended, app, verdict.label());
            }
        }
    }

    /** The agent watches a deployment, in place of an earlier one of the service. */
    public DeploymentMetrics watched(Deployment deployment) {
        DeploymentMetrics metrics = new DeploymentMetrics(this, deployment);
        watched.put(deployment.id(), metrics);
        live.put(deployment.service(), metrics);
        return metrics;
    }

    /** The numbers of a deployment; of one that is not watched, they count only in the totals. */
    public DeploymentMetrics of(Deployment deployment) {
        DeploymentMetrics known = watched.get(deployment.id());
        return known == null ? new DeploymentMetrics(this, deployment) : known;
    }

    /** How much later than planned a timer of the event loop ran. */
    public void eventLoopLag(double seconds) {
        eventLoopLag.observe(Math.max(0, seconds));
    }

    /** The agent found itself able to work. */
    public void heartbeat(Instant at) {
        heartbeat.set(UnixSeconds.of(at));
    }

    /** The dead man's switch was told so. */
    public void heartbeatSent(boolean taken) {
        heartbeats.labels(taken ? "taken" : "failed").inc();
    }

    /** Samples were lost before they were judged or stored. */
    public void samplesDropped(long samples) {
        samplesDropped.inc((double) samples);
    }

    /** A write to the store ended well. */
    public void storeWritten(double seconds) {
        storeWrite.observe(seconds);
    }

    /** A write to the store failed. */
    public void storeWriteFailed(double seconds) {
        storeWrite.observe(seconds);
        storeWriteFailures.inc();
    }

    /** What the agent's own port counts. */
    public WebMetrics web() {
        return web;
    }

    /** What the delivery of messages counts. */
    public OutboxMetrics outbox() {
        return outbox;
    }

    /**
     * Writes all metrics. Not for an event loop.
     *
     * @param accept the header: OpenMetrics where it names that, else Prometheus's text format
     * @param acceptEncoding the header: compressed where it names gzip
     */
    public MetricsPage page(String accept, String acceptEncoding) {
        return registry.page(accept, acceptEncoding);
    }

    RollbackMetrics rollbacks() {
        return rollbacks;
    }

    CheckMetrics newCheck(String app, Check rule, String kind) {
        return new CheckMetrics(app, rule, kinds.computeIfAbsent(kind, this::newKind), schedulerLag);
    }

    void started(String app) {
        started.labels(app).inc();
    }

    void gap(String app) {
        gaps.labels(app).inc();
    }

    void ended(DeploymentMetrics deployment, Verdict verdict) {
        ended.labels(deployment.app(), verdict.label()).inc();
        watched.remove(deployment.id());
        live.remove(deployment.app(), deployment);
    }

    private CheckMetrics.Kind newKind(String kind) {
        Map<Outcome.Cause, Counter.Child> errors = new EnumMap<>(Outcome.Cause.class);
        for (Outcome.Cause cause : Outcome.Cause.values()) {
            errors.put(cause, probeErrors.labels(kind, cause.name().toLowerCase(Locale.ROOT)));
        }
        return new CheckMetrics.Kind(kind, duration.labels(kind), errors);
    }

    private void registerDeployments() {
        add(MetricName.DEPLOYMENT, DeploymentMetrics::writeInfo);
        add(MetricName.DEPLOYMENT_START, DeploymentMetrics::writeStart);
        add(MetricName.BLIND, DeploymentMetrics::writeBlind);
        add(MetricName.CHECK_UNMEASURED, DeploymentMetrics::writeUnmeasured);
        add(MetricName.VERDICT, DeploymentMetrics::writeVerdict);
        add(MetricName.WINDOW_END, DeploymentMetrics::writeWindowEnds);
        add(MetricName.WINDOW_VERDICT, DeploymentMetrics::writeWindowVerdicts);
    }

    private void registerChecks() {
        addPerCheck(MetricName.CHECK_RUNS, CheckMetrics::writeRuns);
        addPerCheck(MetricName.CHECK_FAILURES, CheckMetrics::writeFailures);
        addPerCheck(MetricName.CHECK_NO_DATA, CheckMetrics::writeNoData);
        addPerCheck(MetricName.CHECK_ERRORS, CheckMetrics::writeErrors);
        addPerCheck(MetricName.CHECK_LAST_RUN, CheckMetrics::writeLastRun);
        addPerCheck(MetricName.CHECK_LAST_SUCCESS, CheckMetrics::writeLastSuccess);
        addPerCheck(MetricName.CHECK_STATE, CheckMetrics::writeState);
        addPerCheck(MetricName.CHECK_VALUE, CheckMetrics::writeValue);
        addPerCheck(MetricName.CHECK_THRESHOLD, CheckMetrics::writeThreshold);
    }

    private void addPerCheck(MetricName name, BiConsumer<CheckMetrics, LiveFamily.Series> write) {
        add(name, DeploymentMetrics.ofEachCheck(write));
    }

    private void add(MetricName name, BiConsumer<DeploymentMetrics, LiveFamily.Series> write) {
        registry.add(new LiveFamily(name, live.values(), write));
    }

    private static void know(Counter counter, String... labels) {
        counter.labels(labels);
    }
}
