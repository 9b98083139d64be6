package dev.probation.agent.metrics;

import static dev.probation.agent.metrics.MetricsFixture.START;
import static dev.probation.agent.metrics.MetricsFixture.check;
import static dev.probation.agent.metrics.MetricsFixture.deployment;
import static dev.probation.agent.metrics.MetricsFixture.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus's own tool reads the page and finds nothing to complain about. */
class MetricsFormatIT {

    @TempDir
    Path folder;

    @Test
    void promtoolFindsNothingWrong() throws Exception {
        Path page = folder.resolve("metrics.txt");
        Files.write(page, busyAgent().page("", "").bytes());

        Process promtool = new ProcessBuilder(promtool(), "check", "metrics")
                .redirectInput(page.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEmpty();
        assertThat(promtool.exitValue()).isZero();
    }

    private static Metrics busyAgent() {
        Metrics metrics = new Metrics("0.1.0", "abc123");
        metrics.configured("f00", List.of("shop", "back\"office\\\n"), START);
        metrics.outbox().know(List.of("slack", "webhook"));
        metrics.outbox().attempted("slack");
        metrics.outbox().failed("slack", DeliveryFailure.RATE_LIMITED);
        metrics.outbox().delivered("slack", 0.3);
        metrics.outbox().waiting(1, START);
        DeploymentMetrics shop = started(metrics, deployment("shop", "1.0"));
        shop.windowEnded("immediate", START, Verdict.PASS);
        CheckMetrics latency = shop.check(check("p95", "between 2ms and 500ms"), "prometheus");
        latency.ran(Outcome.Measured.of(0.2), START, 0.02, 0.001);
        latency.ran(new Outcome.Failed(Outcome.Cause.DNS, "no such host"), START, 0.02, 0.001);
        shop.rollbackDecided(12.5);
        started(metrics, deployment("other", "1.0")).ended(Verdict.INCONCLUSIVE);
        metrics.storeWriteFailed(0.1);
        metrics.eventLoopLag(0.004);
        return metrics;
    }

    /** From the servers that the build brings, else from the PATH. */
    private static String promtool() throws IOException, InterruptedException {
        Path servers = root().resolve("deploy/servers.sh");
        if (!Files.isExecutable(servers)) {
            return "promtool";
        }
        Process process = new ProcessBuilder(servers.toString(), "prometheus")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor())
                .as("deploy/servers.sh prometheus must find or fetch Prometheus; it said: %s", said)
                .isZero();
        return Path.of(said.lines().reduce("", (earlier, last) -> last), "promtool")
                .toString();
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("agent"))
                ? here
                : here.resolve("..").normalize();
    }
}
