package dev.probation.bench.load;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.bench.agent.AgentProcess;
import dev.probation.bench.agent.RealTime;
import dev.probation.bench.agent.TestBed;
import dev.probation.bench.options.Options;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Floods an agent's port with what strangers can send, and looks at what it does meanwhile. */
@AllowForbiddenApi("a program that prints what it measured")
public final class FloodBench {

    private static final int CHECKS = 20;
    private static final String ALL =
            Arrays.stream(FloodKind.values()).map(FloodKind::label).collect(Collectors.joining(","));
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final double MOST_SECONDS = 1;
    /** None is left out, and none is half an interval late. */
    private static final double MOST_PAUSE = 1_500;

    private static final double MOST_MEGABYTES = 160;
    private static final double MOST_LOG_MEGABYTES = 1;

    private final TestBed bed;
    private final Duration length;
    private final String kinds;
    private final long seed;
    private final FigureTable table = new FigureTable(System.out);

    private FloodBench(TestBed bed, Duration length, String kinds, long seed) {
        this.bed = bed;
        this.length = length;
        this.kinds = kinds;
        this.seed = seed;
    }

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(
                List.of(arguments).subList(1, arguments.length).toArray(String[]::new),
                Set.of("--seconds", "--seed", "--kinds"),
                Set.of(),
                Map.of("--seconds", 10));
        try (TestBed bed = TestBed.open(Path.of(arguments[0]))) {
            FloodBench bench = new FloodBench(
                    bed,
                    Duration.ofSeconds(options.count("--seconds", 60)),
                    options.text("--kinds").orElse(ALL),
                    options.seed(1));
            bench.run();
            System.exit(bench.table.missed() == 0 ? 0 : 1);
        }
    }

    private void run() throws IOException {
        int endpoints = bed.start(Endpoints.class);
        int clients = bed.start(FloodClients.class);
        AgentProcess agent = bed.agent("flooded", (home, port) -> configuration(home, port, endpoints));
        agent.start(Map.of());
        agent.awaitReady();
        String unused = agent.announce("1");
        RealTime.pause(Duration.ofSeconds(5));
        table.head();
        table.title("before");
        table.figure("resident memory", agent.residentMegabytes(), "MB");
        JsonObject unusedReset = get(endpoints, "reset?paths=" + CHECKS + "&period=" + EVERY.toMillis());
        double processor = agent.processorSeconds();
        JsonObject unusedBegun = get(clients, "begin?port=" + agent.port() + "&seed=" + seed + "&kinds=" + kinds);
        look(agent);
        JsonObject sent = get(clients, "end");
        reportProbes(get(endpoints, "stats"));
        table.figure("log", Files.size(agent.log()) / 1e6, "MB", MOST_LOG_MEGABYTES);
        table.figure("processor time of the agent", agent.processorSeconds() - processor, "s");
        reportRates(sent);
    }

    /** Asks for its health, and looks at its memory, while the flood lasts. */
    private void look(AgentProcess agent) throws IOException {
        List<Long> millis = new ArrayList<>();
        double memory = 0;
        int unanswered = 0;
        Instant end = RealTime.now().plus(length);
        while (RealTime.now().isBefore(end)) {
            Instant asked = RealTime.now();
            unanswered += agent.isHealthy() ? 0 : 1;
            millis.add(Duration.between(asked, RealTime.now()).toMillis());
            memory = Math.max(memory, agent.residentMegabytes());
            RealTime.pause(PAUSE);
        }
        table.title("while " + length.toSeconds() + " s of a flood, seed " + seed);
        table.figure("/-/healthy asked", millis.size(), "times");
        table.figure("... not answered 200", unanswered, "times", 0);
        table.figure("... answered after, median", FigureTable.median(millis) / 1000, "s");
        table.figure(
                "... answered after, at most",
                millis.stream().mapToLong(Long::longValue).max().orElse(0) / 1000.0,
                "s",
                MOST_SECONDS);
        table.figure("resident memory, at most", memory, "MB", MOST_MEGABYTES);
    }

    private void reportProbes(JsonObject stats) {
        table.figure("probes of " + CHECKS + " checks", stats.getLong("probes"), "");
        table.figure(
                "longest time between two probes of a check, every " + EVERY.toMillis() + " ms",
                stats.getLong("longestPause"),
                "ms",
                MOST_PAUSE);
    }

    private void reportRates(JsonObject sent) {
        table.title("what the strangers sent");
        sent.forEach(kind -> {
            JsonObject counts = (JsonObject) kind.getValue();
            if (counts.getLong("sent") == 0) {
                return;
            }
            table.figure(
                    kind.getKey() + ", connections",
                    Math.rint((double) counts.getLong("sent") / length.toSeconds()),
                    "/s");
            table.figure(kind.getKey() + ", bytes", counts.getLong("bytes") / 1e6 / length.toSeconds(), "MB/s");
        });
    }

    private JsonObject get(int port, String what) throws IOException {
        return new JsonObject(bed.get("http://127.0.0.1:" + port + "/control/" + what));
    }

    private static String configuration(Path home, int port, int endpoints) {
        StringBuilder yaml = new StringBuilder(4096)
                .append("agent: { store: \"sqlite:" + home + "/probation.db\", listen: 127.0.0.1:" + port + " }\n")
                .append("events: { github: { secret: a-secret-that-no-stranger-has } }\n")
                .append("targets: { endpoints: { http: \"http://127.0.0.1:" + endpoints + "\" } }\n")
                .append("services:\n  bench:\n    checks:\n");
        for (int path = 0; path < CHECKS; path++) {
            yaml.append("      e" + path + ": { http: endpoints, path: /e/" + path + ", status: 200, every: "
                    + EVERY.toSeconds() + "s, timeout: 900ms }\n");
        }
        return yaml.toString();
    }
}
