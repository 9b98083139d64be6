package dev.probation.bench.evidence;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.bench.evidence.RatioSimulation.End;
import dev.probation.bench.evidence.RatioSimulation.Part;
import dev.probation.rules.evidence.proportion.RatioRule;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How the evidence for ratios judges simulated deployments: false alarms, bursts, time to decision, cost. Every sample's
 * bad events are drawn from the exact binomial distribution of its traffic; the traffic is even, or follows the day.
 */
@AllowForbiddenApi("a program that prints tables")
public final class EvidenceTables {

    private static final int WATCH = 72 * RatioSimulation.HOUR;
    private static final double LIMIT = 0.001;
    private static final int LASTING = 180;

    private final int healthy;
    private final int runs;

    private EvidenceTables(int healthy, int runs) {
        this.healthy = healthy;
        this.runs = runs;
    }

    public static void main(String[] arguments) {
        List<String> options = List.of(arguments);
        EvidenceTables tables =
                options.contains("--short") ? new EvidenceTables(500, 20) : new EvidenceTables(10_000, 100);
        List<String> parts =
                options.stream().filter(option -> !option.startsWith("--")).toList();
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put("cost", tables::cost);
        all.put("power", tables::power);
        all.put("bursts", tables::bursts);
        all.put("alarms", tables::falseAlarms);
        all.put("answers", new AnswerTables(tables.healthy / 5, tables.runs, seed(options))::print);
        all.forEach((part, table) -> {
            if (parts.isEmpty() || parts.contains(part)) {
                table.run();
            }
        });
    }

    /** Of the answers; the other tables are the same each time. */
    private static long seed(List<String> options) {
        return options.stream()
                .filter(option -> option.startsWith("--seed="))
                .mapToLong(option -> Long.parseLong(option.substring("--seed=".length())))
                .findFirst()
                .orElse(0);
    }

    private static RatioRule test(int lasting) {
        return new RatioRule(LIMIT, Duration.ofSeconds(lasting), RatioSimulation.START);
    }

    // -- false alarms

    private void falseAlarms() {
        System.out.printf(
                Locale.ROOT,
                "%nFalse alarms: share exactly at the limit of 0.1 %% for 72 h, looked at every 15 s, for 3 min, alpha 1 %%%n"
                        + "%22s %12s %8s %8s %8s%n",
                "requests/s",
                "deployments",
                "fired",
                "share",
                "groups");
        double[] rates = {1, 5, 50, 500, 100};
        int all = 0;
        int fired = 0;
        for (int i = 0; i < rates.length; i++) {
            double rate = rates[i];
            boolean rhythm = i == rates.length - 1;
            End[] ends = simulated(healthy / rates.length, seed -> atLimit(rate, rhythm, seed));
            int bad = decided(ends);
            all += ends.length;
            fired += bad;
            String name = String.format(Locale.ROOT, "%.0f%s", rate, rhythm ? " +- 80 % by day" : "");
            alarmRow(name, ends.length, bad, most(ends));
        }
        alarmRow("all", all, fired, 0);
    }

    private static void alarmRow(String name, int deployments, int fired, int groups) {
        System.out.printf(
                Locale.ROOT,
                "%22s %12d %8d %6.2f %% %8s%n",
                name,
                deployments,
                fired,
                100.0 * fired / deployments,
                groups > 0 ? Integer.toString(groups) : "");
    }

    private static End atLimit(double rate, boolean rhythm, int seed) {
        return RatioSimulation.run(
                test(LASTING), rate, rhythm, List.of(new Part(0, LIMIT)), WATCH, new Random(seed * 1_000_003L));
    }

    // -- time to decision

    private void power() {
        System.out.printf(
                Locale.ROOT,
                "%nTime to decision: limit 0.1 %%, for 3 min, a tenth of the limit before the onset, %d runs each%n"
                        + "%8s %12s %12s %24s %24s %24s%n",
                runs,
                "times",
                "requests/s",
                "",
                "onset at 0 h",
                "8 h",
                "40 h");
        System.out.printf(Locale.ROOT, "%34s %s%n", "", "   median      p95 missed".repeat(3));
        for (double times : new double[] {1.5, 2, 3, 10, 100}) {
            for (double rate : new double[] {5, 10, 15, 50, 100, 400, 500}) {
                System.out.printf(Locale.ROOT, "%8.1f %12.0f %12s", times, rate, "");
                for (int onset : new int[] {0, 8, 40}) {
                    powerCell(times, rate, onset);
                }
                System.out.println();
            }
        }
    }

    private void powerCell(double times, double rate, int onset) {
        End[] ends = simulated(runs, seed -> late(times, rate, onset, seed));
        int[] after = Arrays.stream(ends)
                .mapToInt(End::decided)
                .filter(at -> at >= 0)
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                " %8s %8s %6d",
                quantile(after, ends.length, 0.5),
                quantile(after, ends.length, 0.95),
                ends.length - after.length);
    }

    /** The quantile of all runs, in which what was missed is later than anything. */
    private static String quantile(int[] sorted, int all, double quantile) {
        int index = (int) Math.ceil(quantile * all) - 1;
        return index < sorted.length ? text(sorted[index]) : "-";
    }

    private static String text(int seconds) {
        return seconds < RatioSimulation.HOUR
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(
                        Locale.ROOT, "%dh%02d", seconds / RatioSimulation.HOUR, seconds % RatioSimulation.HOUR / 60);
    }

    /** Time is counted from the onset; a decision before it would be a false alarm, and counts as missed. */
    private static End late(double times, double rate, int onset, int seed) {
        Random random = new Random(seed * 1_000_003L + Math.round(rate * times) + onset);
        int from = onset * RatioSimulation.HOUR + (onset == 0 ? 0 : random.nextInt(LASTING));
        List<Part> parts = List.of(new Part(0, LIMIT / 10), new Part(from, LIMIT * times));
        End end = RatioSimulation.run(test(LASTING), rate, false, parts, WATCH, random);
        return new End(end.decided() < from ? -1 : end.decided() - from, end.groups());
    }

    // -- bursts

    private void bursts() {
        System.out.printf(
                Locale.ROOT,
                "%nBursts: half the limit, looked at every 15 s for 72 h, for 3 min; %d deployments each, with bursts of 20 %%"
                        + " and 100 %% errors%n%30s %12s %10s %10s%n",
                runs,
                "",
                "requests/s",
                "20 %",
                "100 %");
        int[][] plans = {{1, 25}, {1, 170}, {9, 25}, {9, 170}};
        for (int[] plan : plans) {
            for (double rate : new double[] {5, 100, 1000}) {
                String name = plan[0] == 1 ? "one" : "every " + 72 / plan[0] + " h one";
                System.out.printf(
                        Locale.ROOT,
                        "%30s %12.0f %10d %10d%n",
                        name + " of " + plan[1] + " s",
                        rate,
                        decided(simulated(runs, seed -> burst(plan, rate, 0.2, seed))),
                        decided(simulated(runs, seed -> burst(plan, rate, 1, seed))));
            }
        }
    }

    private static End burst(int[] plan, double rate, double share, int seed) {
        Random random = new Random(seed * 1_000_003L + plan[0] * 31L + plan[1]);
        Part[] parts = new Part[2 * plan[0] + 1];
        parts[0] = new Part(0, LIMIT / 2);
        int apart = WATCH / plan[0];
        for (int i = 0; i < plan[0]; i++) {
            int from = i * apart + apart / 4 + random.nextInt(apart / 2);
            parts[2 * i + 1] = new Part(from, share);
            parts[2 * i + 2] = new Part(from + plan[1], LIMIT / 2);
        }
        return RatioSimulation.run(test(LASTING), rate, false, List.of(parts), WATCH, random);
    }

    // -- cost

    private void cost() {
        System.out.printf(
                Locale.ROOT,
                "%nCost in processor time: a healthy 72 h at 100 requests/s, a sample every 15 s%n%10s %12s %14s%n",
                "for",
                "ns/sample",
                "groups kept");
        for (int lasting : new int[] {30, 180, 600, 3600}) {
            int groups = 0;
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                End end = RatioSimulation.run(
                        test(lasting), 100, true, List.of(new Part(0, LIMIT / 2)), WATCH, new Random(i));
                best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
                groups = Math.max(groups, end.groups());
            }
            System.out.printf(
                    Locale.ROOT, "%10s %12d %14d%n", text(lasting), best / (WATCH / RatioSimulation.EVERY), groups);
        }
    }

    // -- simulation

    private interface Simulation {
        End of(int seed);
    }

    private static End[] simulated(int count, Simulation simulation) {
        return IntStream.range(0, count).parallel().mapToObj(simulation::of).toArray(End[]::new);
    }

    private static int decided(End[] ends) {
        return (int) Arrays.stream(ends).filter(end -> end.decided() >= 0).count();
    }

    private static int most(End[] ends) {
        return Arrays.stream(ends).mapToInt(End::groups).max().orElse(0);
    }
}
