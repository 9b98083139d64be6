package dev.probation.agent.web;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.RollbackTimes;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository.DeadLetter;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deployments as they may stand, for tests of what shows them. */
public final class Pictures {

    public static final Instant NOW = Instant.parse("2026-01-31T10:10:00Z");
    public static final Instant DEPLOYED = Instant.parse("2026-01-31T10:00:00Z");

    private Pictures() {}

    public static DeploymentView watching(String service, String version) {
        Deployment deployment = new Deployment(service + "-1", service, version, DEPLOYED, NOW, false);
        return new DeploymentView(
                new StoredDeployment(deployment, StoredDeployment.Phase.WATCHING, Optional.empty(), "f00"),
                NOW,
                Verdict.RUNNING,
                List.of(),
                List.of(),
                Optional.empty());
    }

    static DeploymentView passed(String service) {
        DeploymentView view = watching(service, "1.0");
        return new DeploymentView(
                view.stored(),
                NOW,
                Verdict.PASS,
                List.of(window(Verdict.PASS, CheckState.OK, "the one check passed")),
                List.of(),
                Optional.empty());
    }

    /** One with everything in it that a view can have. */
    public static DeploymentView rolledBack(String service) {
        Deployment deployment = new Deployment(service + "-1", service, "1.4.2", DEPLOYED, DEPLOYED, false);
        return new DeploymentView(
                new StoredDeployment(deployment, StoredDeployment.Phase.ROLLED_BACK, Optional.of(NOW), "f00"),
                NOW,
                Verdict.FAIL,
                List.of(window(Verdict.FAIL, CheckState.FAILING, "error-rate failed")),
                List.of(
                        new DeploymentView.SignOff("feedback", "User feedback positive", Optional.empty()),
                        new DeploymentView.SignOff(
                                "audio",
                                "Audio plays",
                                Optional.of(new DeploymentView.Signature("ann", NOW, "heard it")))),
                Optional.of(new DeploymentView.Rollback(
                        service + "-1-rollback",
                        NOW,
                        "error-rate",
                        "12 %, expected < 0.1 %",
                        DeploymentView.Stage.NOT_RECOVERED,
                        NOW,
                        NOW.plusSeconds(900),
                        List.of(
                                new DeploymentView.Signal(
                                        "webhook-1",
                                        DeploymentView.Signal.State.TAKEN,
                                        Optional.empty(),
                                        Optional.empty(),
                                        NOW),
                                new DeploymentView.Signal(
                                        "restore",
                                        DeploymentView.Signal.State.PENDING,
                                        Optional.of("ann"),
                                        Optional.of("answered 503"),
                                        NOW)),
                        new RollbackTimes(
                                NOW.minusSeconds(60),
                                Optional.empty(),
                                NOW,
                                Optional.of(NOW),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(NOW),
                                Optional.of(Duration.ofMinutes(5))),
                        Optional.of("the checks to be good again"))));
    }

    private static WindowVerdict window(Verdict verdict, CheckState state, String reason) {
        CheckVerdict check = new CheckVerdict(
                new CheckId("error-rate"),
                "Error rate",
                verdict,
                state,
                0.97,
                240,
                31,
                Duration.ofMillis(90_500),
                "12 %, expected < 0.1 %");
        return new WindowVerdict("immediate", DEPLOYED, NOW, verdict, List.of(check), reason);
    }

    public static DeadLetter deadLetter() {
        Instant at = Instant.parse("2026-01-31T10:00:00Z");
        Deployment shop = new Deployment("shop-1", "shop", "1.4.2", at, at, false);
        Notice notice =
                Notice.of(NotificationEvent.FAILING, IncidentAction.TRIGGER, at, shop, "p95 612 ms, expected < 500 ms");
        Message message = new Message("m1", "shop-1", "team", "probation/shop/shop-1/p95", at, notice);
        return new DeadLetter(message, at.plusSeconds(1), 1, "HTTP 404");
    }
}
