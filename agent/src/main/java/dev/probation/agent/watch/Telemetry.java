package dev.probation.agent.watch;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.deployments.RollbackTimes;
import dev.probation.agent.metrics.CheckMetrics;
import dev.probation.agent.metrics.DeploymentMetrics;
import dev.probation.agent.rollback.RollbackCommands;
import dev.probation.agent.rollback.RollbackState;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import dev.probation.rules.window.WindowVerdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What the log and the metrics say of one deployment. */
final class Telemetry implements RollbackCommands.Listener {

    private static final Logger log = LoggerFactory.getLogger(Telemetry.class);

    private final Deployment deployment;
    private final DeploymentMetrics metrics;
    private final Map<CheckId, CheckMetrics> checks = new HashMap<>();
    private long missed;
    private boolean timed;

    Telemetry(Deployment deployment, ServiceConfig service, DeploymentMetrics metrics) {
        this.deployment = deployment;
        this.metrics = metrics;
        for (CheckConfig check : service.checks()) {
            checks.put(
                    check.rule().id(),
                    metrics.check(check.rule(), check.target().kind()));
        }
    }

    void begins(List<WindowSpec> windows, Judge judge) {
        for (WindowSpec window : windows) {
            metrics.windowBegan(window.name(), deployment.deployedAt().plus(window.until()));
        }
        checks.forEach((id, numbers) -> numbers.state(judge.progress(id).state()));
    }

    void ran(Sample sample, Duration took, Duration late, CheckState state) {
        CheckMetrics numbers = checks.get(sample.check());
        if (numbers != null) {
            numbers.ran(sample.outcome(), sample.at(), took.toNanos() / 1e9, late.toNanos() / 1e9);
            numbers.state(state);
        }
    }

    void missed(CheckId check, long beats) {
        missed += beats;
        log.debug("probe missed its beat deployment={} check={} beats={}", deployment.id(), check, beats);
    }

    /** One line a tick, however many probes were late. */
    void tick() {
        if (missed > 0) {
            log.warn("probes missed their beat deployment={} beats={}", deployment.id(), missed);
            missed = 0;
        }
    }

    void happened(Event event, Verdict verdict) {
        if (event instanceof Event.WindowEnded ended) {
            windowEnded(ended.window());
        } else if (event instanceof Event.Transition moved) {
            moved(moved);
        } else if (event instanceof Event.Withheld withheld) {
            metrics.rollbackWithheld(withheld.cause());
            log.warn(
                    "rollback withheld deployment={} check={} cause={} reason={}",
                    deployment.id(),
                    withheld.check(),
                    withheld.cause().label(),
                    withheld.reason());
        } else if (event instanceof Event.Blinded blinded) {
            metrics.blinded();
            log.error("agent is blind deployment={} reason={}", deployment.id(), blinded.reason());
        } else if (event instanceof Event.VisionRestored) {
            metrics.sighted();
            log.info("agent can see again deployment={}", deployment.id());
        }
        metrics.verdict(verdict);
    }

    /** Breaches are a deployment's life; a check that waits, or has no data for once, is a detail. */
    private void moved(Event.Transition moved) {
        boolean breach = isBreach(moved.from()) || isBreach(moved.to());
        log.atLevel(moved.to() == CheckState.FAILING ? Level.WARN : breach ? Level.INFO : Level.DEBUG)
                .log(
                        "check changed deployment={} check={} from={} to={} reason={}",
                        deployment.id(),
                        moved.check(),
                        moved.from().label(),
                        moved.to().label(),
                        moved.reason());
    }

    private static boolean isBreach(CheckState state) {
        return state == CheckState.BREACHING || state == CheckState.FAILING;
    }

    private void windowEnded(WindowVerdict window) {
        metrics.windowEnded(window.name(), window.to(), window.verdict());
        log.info(
                "window ended deployment={} window={} verdict={} reason={}",
                deployment.id(),
                window.name(),
                window.verdict().label(),
                window.reason());
    }

    void gap() {
        metrics.gap();
    }

    void decided(RollbackState made) {
        metrics.rollbackDecided(
                seconds(Duration.between(made.breached(), made.decision().at())));
        log.warn(
                "rollback decided deployment={} version={} check={} stage={} reason={}",
                deployment.id(),
                deployment.version(),
                made.decision().check(),
                DeploymentJson.label(made.stage()),
                made.decision().reason());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    @Override
    public void signalled(RollbackState made) {
        metrics.rollbackSignalled();
        if (!timed) {
            timed = true;
            made.times(Optional.empty()).toSignal().ifPresent(took -> metrics.rollbackSignalTook(seconds(took)));
        }
        log.info("rollback signal taken deployment={}", deployment.id());
    }

    @Override
    public void claimed(String by) {
        log.info("rollback said to be done deployment={} by={}", deployment.id(), by);
    }

    @Override
    public void approved(String by) {
        log.info("rollback step approved deployment={} by={}", deployment.id(), by);
    }

    @Override
    public void confirmed(String by) {
        log.info("rollback confirmed deployment={} by={}", deployment.id(), by);
    }

    /** A rollback came to its end. */
    void settled(RollbackState made, ServiceConfig service) {
        RollbackTimes times = made.times(service.rto());
        times.outage()
                .ifPresentOrElse(
                        outage -> metrics.rollbackRecovered(
                                seconds(times.toRecover().orElseThrow()), seconds(outage)),
                        metrics::rollbackNotRecovered);
        times.isRtoKept().filter(kept -> !kept).ifPresent(missed -> metrics.recoveryTimeMissed());
    }

    void ended(Phase phase, Verdict verdict, String reason) {
        metrics.ended(verdict);
        log.info(
                "deployment ended deployment={} phase={} verdict={} reason={}",
                deployment.id(),
                DeploymentJson.label(phase),
                verdict.label(),
                reason);
    }
}
