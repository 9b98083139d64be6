package dev.probation.agent.metrics;

import dev.probation.rules.check.Check;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.CheckId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Deployments and checks for tests of metrics. */
final class MetricsFixture {

    static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

    private MetricsFixture() {}

    static Deployment deployment(String service, String version) {
        return new Deployment(service + "-" + version.replace('.', '-'), service, version, START, START, false);
    }

    /** A deployment that begins to be watched. */
    static DeploymentMetrics started(Metrics metrics, Deployment deployment) {
        DeploymentMetrics numbers = metrics.watched(deployment);
        numbers.started();
        return numbers;
    }

    static Check check(String name, String expect) {
        return new Check(
                new CheckId(name),
                name,
                "metrics",
                Duration.ofSeconds(15),
                Optional.of(expect).filter(text -> !text.isEmpty()).map(Expectation::parse),
                Optional.empty(),
                Sustain.DEFAULT,
                Check.WhenUnmeasured.INCONCLUSIVE,
                Check.WhenUnmeasured.INCONCLUSIVE,
                expect.isEmpty(),
                Check.OnBreach.ALERT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0.9,
                Set.of());
    }

    static String text(Metrics metrics) {
        return new String(metrics.page("", "").bytes(), StandardCharsets.UTF_8);
    }
}
