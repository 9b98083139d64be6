package dev.probation.agent.metrics;

import dev.probation.rules.check.Check;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/**
 * The numbers of one deployment being watched. Written by one event loop, read by any thread. There is one per service:
 * the next deployment of the service takes its place, and what is said to this one afterwards counts only in the totals.
 */
public final class DeploymentMetrics {

    /** A window's end and its verdict so far. */
    private record Window(Instant end, Verdict verdict) {}

    private final Metrics metrics;
    private final Deployment deployment;
    private final Map<CheckId, CheckMetrics> checks = new ConcurrentSkipListMap<>();
    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private volatile Verdict verdict = Verdict.RUNNING;
    private final Set<CheckId> unmeasured = ConcurrentHashMap.newKeySet();
    private volatile boolean blind;

    DeploymentMetrics(Metrics metrics, Deployment deployment) {
        this.metrics = metrics;
        this.deployment = deployment;
    }

    /**
     * The numbers of one of its checks; to be kept with the check.
     *
     * @param kind the key of the target's kind: {@code http}
     */
    public CheckMetrics check(Check rule, String kind) {
        return checks.computeIfAbsent(rule.id(), id -> metrics.newCheck(app(), rule, kind));
    }

    /** The agent began to watch it. */
    public void started() {
        metrics.started(app());
    }

    /** A window began, or its end is known in advance. */
    public void windowBegan(String window, Instant end) {
        windows.put(window, new Window(end, Verdict.RUNNING));
    }

    /** A window ended. */
    public void windowEnded(String window, Instant end, Verdict judged) {
        windows.put(window, new Window(end, judged));
    }

    /** The verdict on the deployment so far. */
    public void verdict(Verdict now) {
        verdict = now;
    }

    /** Every check errors at once. */
    public void blinded() {
        blind = true;
    }

    /** The agent can see again. */
    public void sighted() {
        blind = false;
    }

    /** A check that could decide a rollback measures nothing, or does again. */
    public void unmeasured(CheckId check, boolean now) {
        boolean unusedChange = now ? unmeasured.add(check) : unmeasured.remove(check);
    }

    /** The deployment was not measured as planned for a while. */
    public void gap() {
        metrics.gap(app());
    }

    /** @param seconds since the first bad sample */
    public void rollbackDecided(double seconds) {
        metrics.rollbacks().decided(app(), seconds);
    }

    /** A breach did not decide a rollback, since the release is not to blame for it. */
    public void rollbackWithheld(Event.Withheld.Cause cause) {
        metrics.rollbacks().withheld(app(), cause.label());
    }

    /** A receiver took the rollback signal. */
    public void rollbackSignalled() {
        metrics.rollbacks().signalled(app());
    }

    /** The first receiver took it, so long after the decision. */
    public void rollbackSignalTook(double seconds) {
        metrics.rollbacks().signalTook(app(), seconds);
    }

    /**
     * The checks that decided are good again.
     *
     * @param seconds since the decision
     * @param outage since the first bad sample
     */
    public void rollbackRecovered(double seconds, double outage) {
        metrics.rollbacks().recovered(app(), seconds, outage);
    }

    /** The team's time to recover is over. */
    public void recoveryTimeMissed() {
        metrics.rollbacks().recoveryTimeMissed(app());
    }

    public void rollbackNotRecovered() {
        metrics.rollbacks().notRecovered(app());
    }

    /** The watching ended with this verdict; its series go. */
    public void ended(Verdict last) {
        metrics.ended(this, last);
    }

    String id() {
        return deployment.id();
    }

    String app() {
        return deployment.service();
    }

    void writeInfo(LiveFamily.Series to) {
        to.add(List.of(app(), deployment.id(), deployment.version()), 1);
    }

    void writeStart(LiveFamily.Series to) {
        to.add(List.of(app()), UnixSeconds.of(deployment.deployedAt()));
    }

    void writeBlind(LiveFamily.Series to) {
        to.add(List.of(app()), blind ? 1 : 0);
    }

    /** Of every check that could decide a rollback. */
    void writeUnmeasured(LiveFamily.Series to) {
        checks.forEach((id, check) -> {
            if (check.mayRollBack()) {
                to.add(List.of(app(), id.value()), unmeasured.contains(id) ? 1 : 0);
            }
        });
    }

    void writeVerdict(LiveFamily.Series to) {
        Verdict now = verdict;
        for (Verdict each : Verdict.values()) {
            to.add(List.of(app(), each.label()), each == now ? 1 : 0);
        }
    }

    void writeWindowEnds(LiveFamily.Series to) {
        windows.forEach((name, window) -> to.add(List.of(app(), name), UnixSeconds.of(window.end())));
    }

    void writeWindowVerdicts(LiveFamily.Series to) {
        windows.forEach((name, window) -> {
            for (Verdict each : Verdict.values()) {
                to.add(List.of(app(), name, each.label()), each == window.verdict() ? 1 : 0);
            }
        });
    }

    /** Lifts what one check writes to what the deployment writes. */
    static BiConsumer<DeploymentMetrics, LiveFamily.Series> ofEachCheck(
            BiConsumer<CheckMetrics, LiveFamily.Series> write) {
        return (deployment, to) -> deployment.checks.values().forEach(check -> write.accept(check, to));
    }
}
