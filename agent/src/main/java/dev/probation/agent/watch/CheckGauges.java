package dev.probation.agent.watch;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.metrics.CheckMetrics;
import dev.probation.agent.metrics.DeploymentMetrics;
import dev.probation.agent.watch.commit.CommitListener;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers of one deployment that show the moment: what its probes measured last, and the states of its checks. They do
 * not wait for the store as all else does ({@link CommitListener}), since they show what is so now rather than tell that
 * something happened: were they held back, a store that is away would make them stale, and who looks at them would see a
 * service that is well.
 */
final class CheckGauges {

    private static final Logger log = LoggerFactory.getLogger(CheckGauges.class);

    private final Deployment deployment;
    private final DeploymentMetrics metrics;
    private final Map<CheckId, CheckMetrics> checks = new HashMap<>();
    private long skipped;

    CheckGauges(Deployment deployment, ServiceConfig service, DeploymentMetrics metrics) {
        this.deployment = deployment;
        this.metrics = metrics;
        for (CheckConfig check : service.checks()) {
            checks.put(
                    check.rule().id(),
                    metrics.check(check.rule(), check.target().kind()));
        }
    }

    void begin(List<WindowSpec> windows, Judge judge) {
        for (WindowSpec window : windows) {
            metrics.windowBegan(window.name(), deployment.deployedAt().plus(window.until()));
        }
        checks.forEach((id, numbers) -> numbers.state(judge.progress(id).state()));
        judge.unmeasured().keySet().forEach(check -> metrics.unmeasured(check, true));
        if (judge.isBlind()) {
            metrics.blinded();
        }
    }

    void ran(Sample sample, Duration took, Duration late, CheckState state) {
        log.debug(
                "probed deployment={} check={} state={} took={} outcome={}",
                deployment.id(),
                sample.check(),
                state.label(),
                Durations.write(took),
                sample.outcome());
        CheckMetrics numbers = checks.get(sample.check());
        if (numbers != null) {
            numbers.ran(sample.outcome(), sample.at(), took.toNanos() / 1e9, late.toNanos() / 1e9);
            numbers.state(state);
        }
    }

    void skipped(CheckId check, long runs) {
        skipped += runs;
        log.debug("probe runs skipped deployment={} check={} skipped={}", deployment.id(), check, runs);
    }

    /** One line a tick, however many probes were late. */
    void tick() {
        if (skipped > 0) {
            log.warn(
                    "probe runs skipped (the previous run was still in progress) deployment={} skipped={}",
                    deployment.id(),
                    skipped);
            skipped = 0;
        }
    }
}
