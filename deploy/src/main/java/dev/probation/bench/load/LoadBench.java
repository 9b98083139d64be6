package dev.probation.bench.load;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.bench.agent.AgentProcess;
import dev.probation.bench.agent.RealTime;
import dev.probation.bench.agent.TestBed;
import dev.probation.bench.load.EndpointServer.Load;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Measures the agent as a user runs it, from outside, and prints a table of figures and aims. */
@AllowForbiddenApi("a program that prints a table")
public final class LoadBench {
    /**
     * How much is measured.
     *
     * @param early when memory is read first
     * @param late when memory is read again, and the load ends
     */
    record Plan(int starts, Duration early, Duration late, List<Integer> endpoints, int breaches) {
        static final Plan FULL =
                new Plan(9, Duration.ofMinutes(2), Duration.ofMinutes(30), List.of(10, 1000, 5000), 10);
        static final Plan SHORT =
                new Plan(5, Duration.ofSeconds(30), Duration.ofSeconds(60), List.of(10, 1000, 5000), 5);
    }

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Map<String, String> WITHOUT_ARCHIVE = Map.of("PROBATION_ARCHIVE", "off");

    private final EndpointServer endpoints;
    private final Plan plan;
    private final FigureTable table = new FigureTable(System.out);

    private LoadBench(EndpointServer endpoints, Plan plan) {
        this.endpoints = endpoints;
        this.plan = plan;
    }

    /** Arguments: the agent's program, and then {@code --short} and the parts that are wanted. */
    public static void main(String[] arguments) throws IOException {
        List<String> options = Arrays.asList(arguments).subList(1, arguments.length);
        Plan plan = options.contains("--short") ? Plan.SHORT : Plan.FULL;
        List<String> parts =
                options.stream().filter(option -> !option.startsWith("--")).toList();
        try (TestBed bed = TestBed.open(Path.of(arguments[0]))) {
            LoadBench bench = new LoadBench(EndpointServer.start(bed), plan);
            bench.head();
            bench.measure(parts);
            System.out.printf(Locale.ROOT, "%n%d of the figures missed their aim.%n", bench.table.missed());
        }
        System.exit(0);
    }

    private void measure(List<String> parts) throws IOException {
        if (isWanted(parts, "start")) {
            starts("with class-data archive", Map.of(), 600);
            starts("without", WITHOUT_ARCHIVE, 1200);
        }
        for (int count : plan.endpoints()) {
            if (isWanted(parts, Integer.toString(count))) {
                load(count);
            }
        }
        if (isWanted(parts, "breach")) {
            breaches();
        }
    }

    private static boolean isWanted(List<String> parts, String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    private void head() {
        System.out.printf(
                Locale.ROOT,
                "Java %s, %d processors, %s plan: memory after %s and %s%n%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                plan.equals(Plan.FULL) ? "full" : "short",
                text(plan.early()),
                text(plan.late()));
        table.head();
    }

    /** Starts with a deployment on disk, which is resumed at once. */
    private void starts(String variant, Map<String, String> environment, int aimMillis) throws IOException {
        Load load = new Load(10, EVERY, 3);
        AgentProcess agent = endpoints.agent("start-" + aimMillis, load);
        endpoints.expect(load);
        begin(agent, environment);
        announce(agent, "1");
        agent.stop();
        List<Long> ready = new ArrayList<>();
        List<Long> probed = new ArrayList<>();
        for (int run = 0; run < plan.starts(); run++) {
            endpoints.expect(load);
            begin(agent, environment);
            ready.add(agent.millisUntilReady());
            RealTime.await("the first probe", EVERY.multipliedBy(2), () -> firstProbe() != 0);
            probed.add(firstProbe() - agent.startedAt().toEpochMilli());
            agent.stop();
        }
        table.figure(
                "start to ready, " + variant + ": least of " + plan.starts(),
                Collections.min(ready).doubleValue(),
                "ms");
        table.figure("  median", FigureTable.median(ready), "ms", aimMillis);
        table.figure("start to first probe, " + variant + ": median", FigureTable.median(probed), "ms", 1500);
    }

    private static void begin(AgentProcess agent, Map<String, String> environment) throws IOException {
        agent.start(environment);
        agent.awaitReady();
    }

    private static void announce(AgentProcess agent, String version) throws IOException {
        String unused = agent.announce(version);
    }

    private long firstProbe() throws IOException {
        return endpoints.stats().getLong("firstAt");
    }

    /** In its second life, as all are but the first, which makes the store's tables. */
    private void load(int count) throws IOException {
        Load load = new Load(count, EVERY, 3);
        AgentProcess agent = endpoints.agent("load-" + count, load);
        endpoints.expect(load);
        begin(agent, Map.of());
        agent.stop();
        endpoints.expect(load);
        begin(agent, Map.of());
        Instant announcedAt = RealTime.now();
        announce(agent, "1");
        RealTime.pause(plan.early());
        double earlyMemory = agent.residentMegabytes();
        double earlySeconds = agent.processorSeconds();
        long earlyProbes = endpoints.stats().getLong("probes");
        RealTime.pause(plan.late().minus(plan.early()));
        double lateMemory = agent.residentMegabytes();
        double seconds = agent.processorSeconds() - earlySeconds;
        JsonObject stats = endpoints.stats();
        long probes = stats.getLong("probes") - earlyProbes;
        table.title(String.format(Locale.ROOT, "%,d endpoints every %d s", count, EVERY.toSeconds()));
        memory("  resident memory after " + text(plan.early()), earlyMemory, count);
        memory("  resident memory after " + text(plan.late()), lateMemory, count);
        processor(seconds * 1000 / probes, count);
        schedule(stats, count, announcedAt);
        table.figure(
                "  probes by the agent's own count, of " + stats.getLong("probes") + " that arrived",
                agent.counter("probation_check_runs_total"),
                "");
        agent.stop();
    }

    /** With an aim for few endpoints and for many. */
    private void memory(String what, double megabytes, int count) {
        if (count <= 10) {
            table.figure(what, megabytes, "MB", 100);
        } else if (count >= 5000) {
            table.figure(what, megabytes, "MB", 200);
        } else {
            table.figure(what, megabytes, "MB");
        }
    }

    /** Without an aim where there are so few probes that what else the agent does counts. */
    private void processor(double seconds, int count) {
        String what = "  processor time per 1,000 probes";
        if (count <= 10) {
            table.figure(what, seconds, "s");
        } else {
            table.figure(what, seconds, "s", 0.2);
        }
    }

    private void schedule(JsonObject stats, int count, Instant announcedAt) {
        table.figure("  endpoints probed", stats.getDouble("paths"), "of " + count);
        table.figure("  all of them within", stats.getDouble("lastFirstAt") - announcedAt.toEpochMilli(), "ms", (double)
                EVERY.toMillis());
        table.figure(
                "  widest gap between first probes (even: " + EVERY.toMillis() / count + ")",
                stats.getDouble("widestGap"),
                "ms");
        table.figure("  away from schedule: 99 %", stats.getDouble("p99"), "ms");
        table.figure("  away from schedule: worst", stats.getDouble("worst"), "ms");
        table.figure("  probes skipped", stats.getDouble("skipped"), "", 0);
    }

    /** Each by an agent of its own: one that remembers a breach takes the next for the same, or leaves it to people. */
    private void breaches() throws IOException {
        Load load = new Load(10, Duration.ofSeconds(1), 3);
        List<Long> signalled = new ArrayList<>();
        List<Long> reacted = new ArrayList<>();
        for (int run = 0; run < plan.breaches(); run++) {
            AgentProcess agent = endpoints.agent("breach-" + run, load);
            endpoints.expect(load);
            begin(agent, Map.of());
            announce(agent, "1");
            JsonObject hook = breach(load);
            signalled.add(hook.getLong("at") - hook.getLong("brokenAt"));
            reacted.add(hook.getLong("at") - hook.getLong("lastStrawAt"));
            agent.stop();
        }
        double bound =
                load.every().multipliedBy(load.failures()).plusMillis(200).toMillis();
        table.title("10 endpoints every 1 s, 3 failures, " + plan.breaches() + " breaches");
        table.figure("  breach to rollback signal: median", FigureTable.median(signalled), "ms", bound);
        table.figure(
                "  breach to rollback signal: worst", Collections.max(signalled).doubleValue(), "ms", bound);
        table.figure("  of it, from the third bad answer: median", FigureTable.median(reacted), "ms", 200);
        table.figure(
                "  of it, from the third bad answer: worst",
                Collections.max(reacted).doubleValue(),
                "ms",
                200);
    }

    /** At any moment between two probes; the signal that came of it. */
    private JsonObject breach(Load load) throws IOException {
        RealTime.await("each endpoint was probed twice", Duration.ofSeconds(20), () -> turns() >= 2);
        RealTime.pause(Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(load.every().toMillis())));
        endpoints.breakDown();
        RealTime.await(
                "the rollback signal",
                Duration.ofSeconds(30),
                () -> !endpoints.hooks().isEmpty());
        return endpoints.hooks().get(0);
    }

    private long turns() throws IOException {
        JsonObject stats = endpoints.stats();
        return stats.getInteger("paths") < 10 ? 0 : stats.getLong("least");
    }

    private static String text(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
