package dev.probation.bench.baseline;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.bench.options.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Holds series of 72 h against what they were before, with {@code <= baseline + 10%} and {@code for: 3m}, and prints how often
 * that failed where nothing had changed, and how soon where something had.
 */
@AllowForbiddenApi("a program that prints a table")
public final class BaselineTable {

    private static final int[] INTERVALS = {15, 60, 300};
    private static final double GOAL = 0.02;

    /** What was found of one series: by ours at one interval, and by the naive judge. */
    private record Result(BaselineNoise noise, int every, BaselineSeries series, int onset, int ours, int naive) {}

    private final long seed;
    private final ExecutorService workers;

    private BaselineTable(long seed, ExecutorService workers) {
        this.seed = seed;
        this.workers = workers;
    }

    /** What is asked for. */
    private record Plan(long seed, int healthy, int regressions, int threads) {

        static Plan of(String[] arguments) {
            Options given = Options.of(
                    arguments,
                    Set.of("--seed", "--healthy", "--regressions", "--threads"),
                    Set.of(),
                    Map.of("--healthy", 30, "--regressions", 5));
            return new Plan(
                    given.seed(7),
                    given.count("--healthy", 1000),
                    given.count("--regressions", 100),
                    given.count("--threads", 2));
        }
    }

    /** Exits with 1 where a goal is missed, with 2 where an option is not understood. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Plan plan;
        try {
            plan = Plan.of(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        ExecutorService workers = Executors.newFixedThreadPool(plan.threads());
        try {
            BaselineTable table = new BaselineTable(plan.seed(), workers);
            boolean met = table.healthy(plan.healthy());
            for (BaselineNoise noise : List.of(BaselineNoise.INDEPENDENT, BaselineNoise.REMEMBERING)) {
                table.regressions(noise, plan.regressions());
            }
            System.exit(met ? 0 : 1);
        } finally {
            workers.shutdownNow();
        }
    }

    private List<Result> run(BaselineNoise noise, double times, int onset, int every, int count)
            throws InterruptedException, ExecutionException {
        List<Future<Result>> pending = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // the same series at each interval and size
            long number = seed * 1_000_003 + i * 101L + noise.name().hashCode();
            pending.add(workers.submit(() -> run(noise, times, onset, every, number)));
        }
        List<Result> results = new ArrayList<>();
        for (Future<Result> result : pending) {
            results.add(result.get());
        }
        return results;
    }

    private static Result run(BaselineNoise noise, double times, int onset, int every, long number) {
        BaselineSeries series = new BaselineSeries(noise, times, onset, number);
        BaselineJudges.Ours ours = new BaselineJudges.Ours(every);
        BaselineJudges.Naive naive = new BaselineJudges.Naive();
        BaselineSeries.Sink both = (second, value) -> {
            ours.take(second, value);
            naive.take(second, value);
        };
        // what is known is as far apart as it is asked, where that is longer
        series.before((second, value) -> {
            if (Math.floorMod(second, every) == 0) {
                both.take(second, value);
            }
        });
        series.after(every, both);
        return new Result(noise, every, series, onset, ours.failedAt(), naive.failedAt());
    }

    private boolean healthy(int count) throws InterruptedException, ExecutionException {
        System.out.printf(
                Locale.ROOT,
                "%-24s %7s %10s %14s %14s %14s %12s%n",
                "nothing changed",
                "asked",
                "series",
                "ours, in 1,000",
                "with bursts",
                "with swing",
                "naive");
        boolean met = true;
        for (BaselineNoise noise : BaselineNoise.ALL) {
            for (int every : INTERVALS) {
                List<Result> results = run(noise, 1, 0, every, count);
                long failed = count(results, result -> true);
                System.out.printf(
                        Locale.ROOT,
                        "%-24s %6ds %10d %14.1f %14s %14s %12.0f%n",
                        noise.name(),
                        every,
                        count,
                        1000.0 * failed / count,
                        of(results, result -> result.series().hasBursts()),
                        of(results, result -> result.series().swings()),
                        1000.0
                                * results.stream()
                                        .filter(result -> result.naive() != BaselineJudges.NEVER)
                                        .count()
                                / count);
                met &= failed <= GOAL * count;
            }
        }
        System.out.printf(
                Locale.ROOT, "%ngoal: at most %.0f in 1,000 of each: %s%n", 1000 * GOAL, met ? "ok" : "MISSED");
        return met;
    }

    private static long count(List<Result> results, Predicate<Result> some) {
        return results.stream()
                .filter(some)
                .filter(result -> result.ours() != BaselineJudges.NEVER)
                .count();
    }

    private static String of(List<Result> results, Predicate<Result> some) {
        return count(results, some) + " of " + results.stream().filter(some).count();
    }

    private void regressions(BaselineNoise noise, int count) throws InterruptedException, ExecutionException {
        System.out.printf(
                Locale.ROOT,
                "%n%-24s %6s %6s | %28s | %28s | %28s%n",
                "worse: " + noise.name(),
                "size",
                "onset",
                "asked 15s: early found median p95",
                "60s",
                "300s");
        for (double times : new double[] {1.12, 1.2, 1.3, 1.5, 2}) {
            for (int hours : new int[] {0, 8, 40}) {
                System.out.printf(Locale.ROOT, "%-24s %5.0f%% %5dh", "", 100 * (times - 1), hours);
                for (int every : INTERVALS) {
                    System.out.print(" | " + found(run(noise, times, hours * BaselineSeries.HOUR, every, count)));
                }
                System.out.println();
            }
        }
    }

    /** Too early, found at all, and the times of the median and of the 95th in a hundred. */
    private static String found(List<Result> results) {
        int[] delays = results.stream()
                .filter(result -> result.ours() == BaselineJudges.NEVER || result.ours() > result.onset())
                .mapToInt(result ->
                        result.ours() == BaselineJudges.NEVER ? Integer.MAX_VALUE : result.ours() - result.onset())
                .sorted()
                .toArray();
        long found =
                Arrays.stream(delays).filter(delay -> delay < Integer.MAX_VALUE).count();
        return String.format(
                Locale.ROOT,
                "%3d %3.0f%% %9s %9s",
                results.size() - delays.length,
                100.0 * found / Math.max(1, delays.length),
                time(delays, 0.5),
                time(delays, 0.95));
    }

    private static String time(int[] sorted, double share) {
        if (sorted.length == 0) {
            return "-";
        }
        int delay = sorted[(int) (share * (sorted.length - 1))];
        return delay == Integer.MAX_VALUE
                ? "never"
                : String.format(Locale.ROOT, "%dh%02dm", delay / 3600, delay / 60 % 60);
    }
}
