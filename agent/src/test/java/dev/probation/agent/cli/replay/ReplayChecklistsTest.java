package dev.probation.agent.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.Commands;
import dev.probation.agent.cli.LiveCommandServices;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.FakeCommandClock;
import dev.probation.agent.cli.command.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replay by a written configuration, whose secrets are elsewhere. */
class ReplayChecklistsTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void configure() throws IOException {
        write("probation.yaml", """
                targets:
                  metrics: { prometheus: "http://prometheus:9090" }
                  db: { postgres: "postgresql://probation@db/shop", password-file: /no/such/secret }
                services:
                  shop:
                    checks:
                      latency: { prometheus: metrics, query: max(p95), unit: s, expect: "< 500ms", every: 10s }
                      connections: { postgres: db, measure: connections, expect: "< 90%" }
                windows:
                  immediate: { until: 1m }
                rollback: { mode: advise }
                notify:
                  team: { slack: { url-file: /no/such/url }, on: [ failing ] }
                """);
    }

    @Test
    void judgesByTheServicesChecksWithoutItsSecrets() throws IOException {
        write("slow.jsonl", recording("shop"));

        Run run = replay("slow.jsonl");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("shop 7: fail")
                .containsPattern("immediate +latency +fail +failing")
                .containsPattern("immediate +connections +inconclusive");
    }

    @Test
    void countsOfAnotherLimitAreNotJudgedByTheLimitThatIsAskedAbout() throws IOException {
        write("probation.yaml", """
                targets: { metrics: { prometheus: "http://prometheus:9090" } }
                services:
                  shop:
                    checks:
                      latency: { prometheus: metrics, histogram: x_seconds, quantile: 0.95, expect: "< 500ms", every: 10s, for: 20s, on-breach: rollback }
                windows: { immediate: { until: 1m } }
                rollback: { mode: advise }
                """);
        StringBuilder lines = new StringBuilder(2048)
                .append(
                        "{\"deployment\":{\"service\":\"shop\",\"version\":\"7\",\"deployedAt\":\"2026-01-31T10:00:00Z\"}}\n");
        for (int second = 0; second < 60; second += 10) {
            lines.append("{\"at\":\"2026-01-31T10:00:" + (second == 0 ? "00" : second)
                    + "Z\",\"check\":\"latency\",\"value\":0.9,\"bad\":400,\"total\":1000}\n");
        }
        write("slow.jsonl", lines.toString());

        Run as = replay("slow.jsonl");
        Run whatIf = replay("slow.jsonl", "--set", "checks.latency.expect=< 3s");

        assertThat(as.out()).contains("shop 7: fail", "rollback decided");
        assertThat(whatIf.out()).contains("shop 7: pass").doesNotContain("rollback decided");
        assertThat(whatIf.err()).contains("latency: the recording counted what was beyond the configured limit");
    }

    @Test
    void namesTheNearestServiceWhereThereIsNone() throws IOException {
        write("slow.jsonl", recording("shopp"));

        Run run = replay("slow.jsonl");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the configuration has no service \"shopp\"; did you mean \"shop\"?");
    }

    @Test
    void stillRefusesWhatIsWrong() throws IOException {
        write("probation.yaml", "targets: { app: { htp: x } }\n");
        write("slow.jsonl", recording("shop"));

        Run run = replay("slow.jsonl");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("probation.yaml:1:17", "did you mean \"http\"?");
    }

    private static String recording(String service) {
        StringBuilder lines = new StringBuilder(1024)
                .append("{\"deployment\":{\"service\":\"" + service
                        + "\",\"version\":\"7\",\"deployedAt\":\"2026-01-31T10:00:00Z\"}}\n");
        for (int second = 0; second < 60; second += 10) {
            lines.append("{\"at\":\"2026-01-31T10:00:" + (second == 0 ? "00" : second)
                    + "Z\",\"check\":\"latency\",\"value\":0.9}\n");
        }
        lines.append("{\"at\":\"2026-01-31T10:01:00Z\",\"check\":\"latency\",\"value\":0.9}\n");
        return lines.toString();
    }

    private void write(String name, String text) throws IOException {
        assertThat(Files.writeString(folder.resolve(name), text)).exists();
    }

    private Run replay(String recording, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandContext context = new CommandContext(
                Map.of(),
                false,
                new FakeCommandClock(),
                new LiveCommandServices(),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        String config = folder.resolve("probation.yaml").toString();
        List<String> arguments = new ArrayList<>(List.of("replay", "--config.file", config));
        arguments.addAll(List.of(options));
        arguments.add(folder.resolve(recording).toString());
        int exitCode = Commands.run(context, arguments.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }
}
