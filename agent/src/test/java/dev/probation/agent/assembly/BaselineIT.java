package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.Commands;
import dev.probation.agent.cli.LiveCommandServices;
import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.cli.replay.Backtest;
import dev.probation.agent.cli.replay.PastRelease;
import dev.probation.agent.cli.replay.Replay;
import dev.probation.agent.cli.replay.SpillBuffer;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ConfigText;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.RealPrometheus;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.RecordingReader;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Prometheus that remembers two hours: what an agent and a backtest read of the time before a deployment. */
class BaselineIT {

    /** A value a minute of the hour before; counts each five minutes of 25 hours, and each minute of the last twenty. */
    private static final int WHOLE = 60 + 25 * 12 - 3 + 19;

    private static final Duration SCRAPED = Duration.ofSeconds(1);
    private static final CheckId ERRORS = new CheckId("error-rate");
    private static final CheckId QUEUE = new CheckId("queue-length");
    private static final String CONFIGURATION = """
            agent: { store: "<store>", listen: "127.0.0.1:0" }
            targets:
              metrics: { prometheus: "http://127.0.0.1:<prometheus>" }
            services:
              shop:
                checks:
                  queue-length: { prometheus: metrics, query: queue_length, expect: "< 100", every: 4s, min-coverage: 50% }
                  error-rate:
                    prometheus: metrics
                    bad: requests_total{code="500"}
                    total: requests_total
                    over: 1m
                    every: 4s
                    for: 4s
                    min-coverage: 50%
                    expect: "< 50%"
                    on-breach: rollback
            windows:
              immediate: { until: 12s }
            rollback: { mode: advise }
            """;

    @TempDir
    private Path folder;

    /** Twenty requests a second, one in ten bad, and a queue that has as many entries as the minute of the hour. */
    private static String history(Instant now) {
        StringBuilder queue = new StringBuilder("# TYPE queue_length gauge\n");
        StringBuilder requests = new StringBuilder("# TYPE requests counter\n");
        long total = 0;
        Instant end = now.plus(Duration.ofMinutes(10));
        for (Instant at = now.minus(Duration.ofHours(27)); at.isBefore(end); at = at.plus(SCRAPED)) {
            long second = at.getEpochSecond();
            queue.append("queue_length ")
                    .append(second / 60 % 60)
                    .append(' ')
                    .append(second)
                    .append('\n');
            total += 20;
            requests.append("requests_total{code=\"200\"} ")
                    .append(total / 10 * 9)
                    .append(' ')
                    .append(second)
                    .append('\n');
            requests.append("requests_total{code=\"500\"} ")
                    .append(total / 10)
                    .append(' ')
                    .append(second)
                    .append('\n');
        }
        return queue.append(requests).append("# EOF\n").toString();
    }

    private RealPrometheus remembering() throws IOException, InterruptedException {
        Path text = Files.writeString(folder.resolve("history.om"), history(Instant.now()));
        Process promtool = new ProcessBuilder(
                        RealPrometheus.binaries().resolve("promtool").toString(),
                        "tsdb",
                        "create-blocks-from",
                        "openmetrics",
                        text.toString(),
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        return RealPrometheus.configured(folder, "scrape_configs: []\n");
    }

    @Test
    void theTimeBeforeIsInTheStoreAndTheRecordingAndIsReadAlikeByABacktest() throws Exception {
        Vertx vertx = VertxFactory.create();
        try (RealPrometheus prometheus = remembering()) {
            Path file = folder.resolve("probation.yaml");
            Path database = folder.resolve("probation.db");
            Config config = new ConfigText(CONFIGURATION)
                    .withStoreIn(folder)
                    .with("prometheus", prometheus.port())
                    .load(folder);
            Agent agent = Await.result(Agent.start(vertx, config));
            Path recording = folder.resolve("live.jsonl");
            DeploymentView live = recorded(agent, recording, 2);
            // a busy machine may need more time than the agent takes for it
            for (int version = 3; version < 7 && before(live, recording) < WHOLE; version++) {
                live = recorded(agent, recording, version);
            }
            String id = live.stored().deployment().id();
            Await.done(agent.stop());

            List<Sample> baseline = baseline(database, id);
            assertTimeBefore(baseline, live.stored().deployment().deployedAt());
            assertReplayTellsTheSame(file, recording, live, baseline);
            assertThat(readByABacktest(vertx, config, live)).isEqualTo(baseline);
        } finally {
            Await.done(vertx.close());
        }
    }

    /** A deployment that is over, of which all is recorded. */
    private static DeploymentView recorded(Agent agent, Path recording, int version) {
        String id = Await.result(agent.deployments().announce("shop", String.valueOf(version), null, false))
                .stored()
                .deployment()
                .id();
        Await.until(
                "it is over",
                () -> Await.result(agent.deployments().find(id))
                                .orElseThrow()
                                .stored()
                                .phase()
                        == Phase.FINISHED);
        Run run = run("record", id, "--agent", "http://127.0.0.1:" + agent.port(), "-o", recording.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Await.result(agent.deployments().find(id)).orElseThrow();
    }

    private static long before(DeploymentView live, Path recording) throws IOException {
        try (RecordingReader reader = new RecordingReader("live", Files.newBufferedReader(recording))) {
            List<Sample> samples = new ArrayList<>();
            reader.forEachRemaining(samples::add);
            return samples.stream()
                    .filter(sample ->
                            sample.at().isBefore(live.stored().deployment().deployedAt()))
                    .count();
        }
    }

    private static List<Sample> baseline(Path database, String id) {
        try (Store store = StoreFactory.open("sqlite:" + database)) {
            return store.samples().baseline(id);
        }
    }

    private static void assertTimeBefore(List<Sample> baseline, Instant live) {
        assertThat(baseline).hasSize(WHOLE);
        assertThat(baseline).extracting(Sample::at).isSorted().allMatch(at -> at.isBefore(live));
        for (Sample sample : baseline) {
            Outcome.Measured measured = (Outcome.Measured) sample.outcome();
            if (sample.check().equals(ERRORS)) {
                assertThat(measured.value()).isBetween(0.09, 0.11);
                boolean near = sample.at().isAfter(live.minus(Duration.ofMinutes(20)));
                long served = near ? 20 * 60 : 20 * 300;
                Counts counts = measured.counts().orElseThrow();
                assertThat(counts.total()).isBetween(served - 400, served + 400);
                assertThat(counts.bad()).isBetween(served / 10 - 40, served / 10 + 40);
            } else {
                assertThat(sample.check()).isEqualTo(QUEUE);
                long scraped = sample.at().minus(SCRAPED).getEpochSecond();
                assertThat((long) measured.value())
                        .isIn(scraped / 60 % 60, sample.at().getEpochSecond() / 60 % 60);
            }
        }
    }

    private static void assertReplayTellsTheSame(
            Path config, Path recording, DeploymentView live, List<Sample> baseline) throws IOException {
        try (RecordingReader reader = new RecordingReader("live", Files.newBufferedReader(recording))) {
            List<Sample> samples = new ArrayList<>();
            reader.forEachRemaining(samples::add);
            assertThat(samples).hasSizeGreaterThan(baseline.size()).startsWith(baseline.toArray(Sample[]::new));
        }
        Run replayed = run("replay", "-c", config.toString(), "--output", "json", recording.toString());

        JsonObject replay = new JsonObject(replayed.out());
        assertThat(replay.getJsonObject("deployment").getString("verdict"))
                .as(replayed.out())
                .isEqualTo(live.verdict().label());
        assertThat(replay.getJsonArray("windows"))
                .isEqualTo(new JsonArray(
                        live.windows().stream().map(WindowJson::write).toList()));
    }

    /** As the command reads, at the same moments. */
    private static List<Sample> readByABacktest(Vertx vertx, Config config, DeploymentView live) {
        ServiceConfig service = config.services().get(0);
        Deployment deployment = live.stored().deployment();
        TargetClients clients = new TargetClients(
                ProbeKinds.load(), new ProbeContext(vertx, new VertxTime(vertx, vertx.getOrCreateContext())));
        Backtest test =
                Backtest.of(config, service, new PastRelease("2", deployment.deployedAt()), List.of(), Instant.now());
        Map<CheckConfig, List<Instant>> moments = test.moments(clients);
        List<Sample> read = Await.result(
                test.read(clients, moments, done -> assertThat(done).isPositive()));
        Replay.Result result = test.judge(read);
        try (SpillBuffer transitions = result.transitions()) {
            transitions.forEach(line -> assertThat(line).doesNotContain("failing"));
        }
        return read.stream()
                .filter(sample -> sample.at().isBefore(deployment.deployedAt()))
                .toList();
    }

    private static Run run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandContext context = new CommandContext(
                Map.of(),
                false,
                new CommandClock.Real(),
                new LiveCommandServices(),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        int exitCode = Commands.run(context, args);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
