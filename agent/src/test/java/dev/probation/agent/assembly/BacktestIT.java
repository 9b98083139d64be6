package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.Commands;
import dev.probation.agent.cli.LiveCommandServices;
import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.cli.replay.Backtest;
import dev.probation.agent.cli.replay.PastRelease;
import dev.probation.agent.cli.replay.SpillBuffer;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.past.HistoryReader;
import dev.probation.agent.probe.PastProbe;
import dev.probation.agent.probe.PastProbe.Moment;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.servers.Await;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.RecordingReader;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live agent, the replay of its recording, and the backtest of the same time say the same. */
class BacktestIT {

    /** So long that a slow machine, too, sees both checks decided within the first. */
    private static final String LONG_WINDOWS = """
            windows:
              immediate: { until: 100s, settle: 3500ms }
              short-term: { until: 104s }
              medium-term: { until: 108s }
              long-term: { until: 112s }
            """;
    /** A scrape, and the time between two samples. */
    private static final Duration GRAIN = Duration.ofSeconds(2);

    private static Servers servers;

    @TempDir
    private Path folder;

    private Staging staging;

    @BeforeAll
    static void startServers(@TempDir Path data) throws IOException, SQLException {
        servers = new Servers(data);
    }

    @AfterAll
    static void stopServers() throws IOException {
        servers.close();
    }

    @BeforeEach
    void stage() throws IOException {
        servers.calm();
        staging = new Staging(folder, servers, Map.of(Staging.WINDOWS, LONG_WINDOWS));
        staging.startAgent();
    }

    @AfterEach
    void leave() {
        staging.close();
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

    @Test
    void theLiveAgentItsRecordingAndTheBacktestAgree() throws IOException {
        servers.app.releaseGood("1.4.2");
        String id = staging.deploy("1.4.2");
        Instant live = staging.view(id).stored().deployment().deployedAt();
        Await.until("warm-up is over", () -> Instant.now().isAfter(live.plusMillis(4_500)));
        Await.until("both checks are ok", () -> both("ok", states(staging.report(id))));
        Instant bad = Instant.now();
        servers.app.releaseBad("1.4.2");
        Await.until("both checks are failing", () -> both("failing", states(staging.report(id))));
        Instant decided = Instant.now();
        Await.until(
                "a decision that is a few samples later is recorded, too",
                () -> Instant.now().isAfter(decided.plus(GRAIN.multipliedBy(3))));
        String config = folder.resolve("probation.yaml").toString();
        Path recording = folder.resolve("live.jsonl");

        Run recorded = run("record", id, "--agent", staging.address(), "-o", recording.toString());
        Run replayed = run("replay", "-c", config, "--output", "json", recording.toString());
        Run tested = backtestUntilDecided(config, live);

        assertThat(recorded.exitCode()).as(recorded.err()).isEqualTo(ExitCode.PASS);
        assertThat(recorded.err()).matches("wrote [1-9][0-9,]* samples to \\Q" + recording + "\\E\\R");
        JsonObject watched = staging.report(id).getJsonObject("rollback");
        JsonObject replay = new JsonObject(replayed.out());
        for (String field : List.of("check", "decidedAt")) {
            assertThat(replay.getJsonObject("rollback").getString(field)).isEqualTo(watched.getString(field));
        }
        assertThat(tested.err()).contains("inconclusive, because their targets do not remember: health, db-conn");
        assertAgree(new JsonObject(tested.out()), replay, bad);
        assertThat(judgedAtTheAgentsInstants(recording)).isEqualTo(states(replay));
    }

    /** At first the newest seconds may be missing, which Prometheus has not scraped yet, and on a busy machine some of the past. */
    private static Run backtestUntilDecided(String config, Instant live) {
        List<Run> runs = new ArrayList<>();
        Await.until("the backtest finds both checks failing", () -> {
            Run next = run(
                    "backtest",
                    "shop",
                    "-c",
                    config,
                    "--version",
                    "1.4.2",
                    "--deployed-at",
                    live.toString(),
                    "-o",
                    "json");
            runs.add(next);
            return next.exitCode() == ExitCode.FAIL && both("failing", states(new JsonObject(next.out())));
        });
        return runs.get(runs.size() - 1);
    }

    /**
     * Two checks are bad at once, and either may be the first to decide. On a busy machine the agent has fewer samples than the
     * backtest, and so may be later.
     */
    private static void assertAgree(JsonObject tested, JsonObject replayed, Instant bad) {
        JsonObject decided = tested.getJsonObject("rollback");
        assertThat(decided.getString("check")).isIn("error-rate", "p95-latency");
        assertThat(Instant.parse(decided.getString("decidedAt")))
                .isBetween(
                        bad,
                        Instant.parse(replayed.getJsonObject("rollback").getString("decidedAt"))
                                .plus(GRAIN));
        assertThat(states(tested)).isEqualTo(states(replayed));
    }

    private static boolean both(String state, Map<String, List<String>> states) {
        return states.values().stream().allMatch(through -> through.contains(state));
    }

    /**
     * Through which states the checks went that Prometheus answers until each was failing, each by itself: two may change at
     * once in either order. A question that a busy machine did not answer in time is an error of the live agent alone, and a
     * scrape that came late is seen by whoever asked in that moment.
     */
    private static Map<String, List<String>> states(JsonObject result) {
        Map<String, List<String>> states = new TreeMap<>();
        for (String check : List.of("p95-latency", "error-rate")) {
            List<String> through = new ArrayList<>();
            result.getJsonArray("transitions").stream()
                    .map(JsonObject.class::cast)
                    .filter(each -> each.getString("check").equals(check))
                    .map(each -> each.getString("to"))
                    .filter(to -> !to.equals("error") && !to.equals("no-data"))
                    .filter(to -> through.isEmpty()
                            || (!through.contains("failing")
                                    && !through.get(through.size() - 1).equals(to)))
                    .forEach(through::add);
            List<String> unusedBefore = states.put(check, through);
        }
        return states;
    }

    /** Asked with time for a busy machine. */
    private static CheckConfig patient(CheckConfig check) {
        return new CheckConfig(check.rule(), check.target(), Duration.ofSeconds(40), check.probe());
    }

    /** What the backtest's reading gives at the very instants at which the agent had its samples. */
    private Map<String, List<String>> judgedAtTheAgentsInstants(Path recording) throws IOException {
        Vertx vertx = Vertx.vertx();
        try (RecordingReader reader = new RecordingReader("live", Files.newBufferedReader(recording))) {
            ServiceConfig service = staging.config.services().get(0);
            TargetClients clients = new TargetClients(
                    ProbeKinds.load(), new ProbeContext(vertx, new VertxTime(vertx, vertx.getOrCreateContext())));
            Deployment deployment = new Deployment(
                    "x",
                    "shop",
                    "1.4.2",
                    reader.deployment().orElseThrow().deployedAt(),
                    reader.deployment().orElseThrow().deployedAt(),
                    false);
            HistoryReader history = new HistoryReader(clients, deployment);
            List<Sample> samples = new ArrayList<>();
            reader.forEachRemaining(samples::add);
            for (CheckConfig check : service.checks()) {
                if (HistoryReader.isReadable(clients, check)) {
                    history.plan(
                            patient(check),
                            samples.stream()
                                    .filter(sample ->
                                            sample.check().equals(check.rule().id()))
                                    .map(Sample::at)
                                    .toList());
                }
            }
            List<Sample> read =
                    Await.result(history.read(done -> assertThat(done).isPositive()));
            Backtest test = Backtest.of(
                    staging.config,
                    service,
                    new PastRelease("1.4.2", deployment.deployedAt()),
                    List.of(),
                    samples.get(samples.size() - 1).at());
            try (SpillBuffer lines = test.judge(read).transitions()) {
                JsonArray each = new JsonArray();
                lines.forEach(line -> Objects.requireNonNull(each.add(new JsonObject(line))));
                return states(new JsonObject().put("transitions", each));
            }
        } finally {
            Await.done(vertx.close());
        }
    }

    @Test
    void manyInstantsTogetherGiveWhatEachGivesAlone() {
        Vertx vertx = Vertx.vertx();
        Instant live = Instant.now().minusSeconds(1);
        Await.until("there is a past", () -> Instant.now().isAfter(live.plusSeconds(8)));
        try {
            TargetClients clients = new TargetClients(
                    ProbeKinds.load(), new ProbeContext(vertx, new VertxTime(vertx, vertx.getOrCreateContext())));
            for (CheckConfig check : staging.config.services().get(0).checks()) {
                if (clients.probe(patient(check)) instanceof PastProbe probe) {
                    List<Instant> at =
                            HistoryReader.moments(check, live, staging.config.windows(), live.plusSeconds(8)).stream()
                                    .filter(moment -> moment.isAfter(live))
                                    .toList();
                    assertAlike(
                            probe,
                            at.stream().map(each -> new Moment(live, each)).toList());
                    assertAlike(
                            probe,
                            at.stream()
                                    .map(each -> new Moment(each.minusSeconds(2), each))
                                    .toList());
                }
            }
        } finally {
            Await.done(vertx.close());
        }
    }

    private static void assertAlike(PastProbe probe, List<Moment> moments) {
        List<Outcome> together = Await.result(probe.askAll(moments));
        List<Outcome> alone = moments.stream()
                .map(each -> Await.result(probe.askAt(each.since(), each.at())))
                .toList();

        assertThat(together).isEqualTo(alone).hasSizeGreaterThan(10);
        assertThat(together).anyMatch(Outcome.Measured.class::isInstance);
    }
}
