package dev.probation.agent.metrics;

import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.rules.check.Check;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.expectation.Expectation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

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
        CheckConfigBuilder builder = CheckConfigBuilder.check(name);
        return expect.isEmpty()
                ? builder.expect((Expectation) null).reaching().rule()
                : builder.expect(expect).rule();
    }

    static String text(Metrics metrics) {
        return new String(metrics.page("", "").bytes(), StandardCharsets.UTF_8);
    }
}
