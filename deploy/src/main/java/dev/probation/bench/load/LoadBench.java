package dev.probation.bench.load;

import dev.probation.bench.agent.AgentProcess;
import dev.probation.bench.agent.TestBed;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Measures the agent as a user runs it, from outside, and prints a table of figures and aims. */
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

    private final TestBed bed;
    private final Plan plan;
    private int missed;

    private LoadBench(TestBed bed, Plan plan) {
        this.bed = bed;
        this.plan = plan;
    }

    public static void main(String[] arguments) throws IOException {
        List<String> options = Arrays.asList(arguments).subList(1, arguments.length);
        Plan plan = options.contains("--short") ? Plan.SHORT : Plan.FULL;
        List<String> parts =
                options.stream().filter(option -> !option.startsWith("--")).toList();
        try (TestBed bed = TestBed.open(Path.of(arguments[0]))) {
            LoadBench bench = new LoadBench(bed, plan);
            bench.head(plan);
            if (wanted(parts, "start")) {
                bench.starts("with class-data archive", Map.of(), 600);
                bench.starts("without", WITHOUT_ARCHIVE, 1200);
            }
            for (int endpoints : plan.endpoints()) {
                if (wanted(parts, Integer.toString(endpoints))) {
                    bench.load(endpoints);
                }
            }
            if (wanted(parts, "breach")) {
                bench.breaches();
            }
            System.out.printf(Locale.ROOT, "%n%d of the figures missed their aim.%n", bench.missed);
        }
        System.exit(0);
    }

    private static boolean wanted(List<String> parts, String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    private void head(Plan measured) {
        System.out.printf(
                Locale.ROOT,
                "Java %s, %d processors, %s plan: memory after %s and %s%n%n%-54s %9s %-8s %10s%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                measured.equals(Plan.FULL) ? "full" : "short",
                text(measured.early()),
                text(measured.late()),
                "",
                "measured",
                "",
                "aim");
    }

    /** Starts with a deployment on disk, which is resumed at once. */
    private void starts(String variant, Map<String, String> environment, long aimMillis) throws IOException {
        TestBed.Load load = new TestBed.Load(10, EVERY, 3);
        AgentProcess agent = bed.agent("start-" + aimMillis, load);
        bed.expect(load);
        agent.start(environment);
        agent.awaitReady();
        agent.announce("1");
        agent.stop();
        List<Long> ready = new ArrayList<>();
        List<Long> probed = new ArrayList<>();
        for (int run = 0; run < plan.starts(); run++) {
            bed.expect(load);
            agent.start(environment);
            ready.add(agent.awaitReady());
            TestBed.await("the first probe", EVERY.multipliedBy(2), () -> firstProbe() != 0);
            probed.add(firstProbe() - agent.startedAt());
            agent.stop();
        }
        line(
                "start to ready, " + variant + ": least of " + plan.starts(),
                ready.stream().min(Long::compare).orElseThrow(),
                "ms",
                0);
        line("  median", median(ready), "ms", aimMillis);
        line("start to first probe, " + variant + ": median", median(probed), "ms", 1500);
    }

    private long firstProbe() {
        try {
            return bed.control("stats").getLong("firstAt");
        } catch (IOException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }

    private void load(int endpoints) throws IOException {
        TestBed.Load load = new TestBed.Load(endpoints, EVERY, 3);
        AgentProcess agent = bed.agent("load-" + endpoints, load);
        bed.expect(load);
        agent.start(Map.of());
        agent.awaitReady();
        long announcedAt = System.currentTimeMillis();
        agent.announce("1");
        TestBed.pause(plan.early());
        double earlyMemory = agent.residentMegabytes();
        double earlySeconds = agent.processorSeconds();
        long earlyProbes = bed.control("stats").getLong("probes");
        TestBed.pause(plan.late().minus(plan.early()));
        double lateMemory = agent.residentMegabytes();
        double seconds = agent.processorSeconds() - earlySeconds;
        JsonObject stats = bed.control("stats");
        long probes = stats.getLong("probes") - earlyProbes;
        System.out.printf(Locale.ROOT, "%n%,d endpoints every %d s%n", endpoints, EVERY.toSeconds());
        double memoryAim = endpoints <= 10 ? 100 : endpoints >= 5000 ? 200 : 0;
        line("  resident memory after " + text(plan.early()), earlyMemory, "MB", memoryAim);
        line("  resident memory after " + text(plan.late()), lateMemory, "MB", memoryAim);
        line("  processor time per 1,000 probes", seconds * 1000 / probes, "s", endpoints <= 10 ? 0 : 0.2);
        schedule(stats, endpoints, announcedAt);
        double counted = agent.counter("probation_check_runs_total");
        line("  probes by the agent's own count, of " + stats.getLong("probes") + " that arrived", counted, "", 0);
        agent.stop();
    }

    private void schedule(JsonObject stats, int endpoints, long announcedAt) {
        line("  endpoints probed", stats.getLong("paths"), "of " + endpoints, 0);
        line("  all of them within", stats.getLong("lastFirstAt") - announcedAt, "ms", EVERY.toMillis());
        line(
                "  widest gap between first probes (even: " + EVERY.toMillis() / endpoints + ")",
                stats.getLong("widestGap"),
                "ms",
                0);
        line("  away from schedule: 99 %", stats.getLong("p99"), "ms", 0);
        line("  away from schedule: worst", stats.getLong("worst"), "ms", 0);
        line("  probes skipped", stats.getLong("skipped"), "", -1);
    }

    private void breaches() throws IOException {
        TestBed.Load load = new TestBed.Load(10, Duration.ofSeconds(1), 3);
        long bound = load.every().toMillis() * load.failures() + 200;
        AgentProcess agent = bed.agent("breach", load);
        bed.expect(load);
        agent.start(Map.of());
        agent.awaitReady();
        List<Long> signalled = new ArrayList<>();
        List<Long> reacted = new ArrayList<>();
        for (int run = 0; run < plan.breaches(); run++) {
            bed.expect(load);
            agent.announce("1." + run);
            TestBed.await("each endpoint was probed twice", Duration.ofSeconds(20), () -> turns() >= 2);
            TestBed.pause(Duration.ofMillis(
                    ThreadLocalRandom.current().nextLong(load.every().toMillis())));
            bed.control("break");
            TestBed.await("the rollback signal", Duration.ofSeconds(30), this::isSignalled);
            JsonObject hook = bed.hooks().get(0);
            signalled.add(hook.getLong("at") - hook.getLong("brokenAt"));
            reacted.add(hook.getLong("at") - hook.getLong("lastStrawAt"));
            bed.control("mend");
        }
        agent.stop();
        System.out.printf(Locale.ROOT, "%n10 endpoints every 1 s, 3 failures, %d breaches%n", plan.breaches());
        line("  breach to rollback signal: median", median(signalled), "ms", bound);
        line(
                "  breach to rollback signal: worst",
                signalled.stream().max(Long::compare).orElseThrow(),
                "ms",
                bound);
        line("  of it, from the third bad answer: median", median(reacted), "ms", 200);
        line(
                "  of it, from the third bad answer: worst",
                reacted.stream().max(Long::compare).orElseThrow(),
                "ms",
                200);
    }

    private long turns() {
        try {
            JsonObject stats = bed.control("stats");
            return stats.getInteger("paths") < 10 ? 0 : stats.getLong("least");
        } catch (IOException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }

    private boolean isSignalled() {
        try {
            return !bed.hooks().isEmpty();
        } catch (IOException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }

    private static double median(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }

    /** One figure; an aim of 0 is none, and -1 is zero. */
    private void line(String what, double measured, String unit, double aim) {
        double limit = Math.max(0, aim);
        boolean fine = aim == 0 || measured <= limit;
        missed += fine ? 0 : 1;
        System.out.printf(
                Locale.ROOT,
                "%-54s %9s %-8s %10s  %s%n",
                what,
                figure(measured),
                unit,
                aim == 0 ? "" : "<= " + figure(limit),
                aim == 0 ? "" : fine ? "ok" : "MISSED");
    }

    private static String figure(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String text(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
