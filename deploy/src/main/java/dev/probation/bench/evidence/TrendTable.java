package dev.probation.bench.evidence;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.rules.evidence.trend.Trend;
import dev.probation.rules.evidence.trend.TrendProgress;
import dev.probation.rules.evidence.trend.TrendReference;
import dev.probation.rules.evidence.trend.TrendResult;
import dev.probation.rules.evidence.trend.TrendRule;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Looks for leaks in series of 72 h with and without one, hidden in noise of many kinds, and prints what it came to. */
@AllowForbiddenApi("a program that prints a table, and how long it took")
public final class TrendTable {

    private static final int MINUTES = 72 * 60;
    private static final int DAY = 24 * 60;
    private static final Instant START = Instant.EPOCH;
    /** Leaks of these sizes, beside each of these. */
    private static final double[] LEAKS = {0, 0.005, 0.01, 0.02, 0.05};

    private static final List<String> LEAKING = List.of(
            "white",
            "drift",
            "saw",
            "slow-saw",
            "daily",
            "daily+saw",
            "skewed+saw",
            "plateau+saw",
            "night+saw",
            "cache",
            "cache+saw",
            "daily+cache+saw",
            "plateau+cache+saw",
            "restart+saw",
            "daily+restart+saw");
    private static final List<String> HARMLESS = List.of(
            "step",
            "step+saw",
            "daily+step+saw",
            "plateau+step+saw",
            "fills-12",
            "fills-24",
            "fills-48",
            "fills-3+saw",
            "fills-6+saw",
            "fills-12+saw",
            "fills-24+saw",
            "fills-48+saw",
            "trough",
            "trough+saw",
            "nightly",
            "nightly+saw",
            "teeth-9",
            "teeth-9+saw");
    private static final List<String> LOOPS = List.of("oom-3+saw", "oom-4", "oom-4+saw", "oom-8+saw", "oom-12+saw");
    private static final List<String> SOMETIMES = List.of("by-day", "by-day+saw", "daily+by-day+saw", "trough+saw");

    private TrendTable() {}

    /** Arguments: how many series of each kind, the seed, and a part of the names of those kinds that are to be measured. */
    public static void main(String[] arguments) {
        int runs = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        String part = arguments.length > 2 ? arguments[2] : "";
        System.out.printf(Locale.ROOT, "%-18s %5s %6s | %-35s | %s%n", "", "", "", "by itself", "with the day before");
        String columns = String.format(Locale.ROOT, "%6s %6s %6s %5s %6s", "found", "12 h", "38 h", "med", "warned");
        System.out.printf(Locale.ROOT, "%-18s %5s %6s | %-35s | %s%n", "noise", "leak", "limit", columns, columns);
        long began = System.nanoTime();
        measure(LEAKING, LEAKS, part, runs, seed);
        measure(HARMLESS, new double[] {0}, part, runs, seed);
        measure(LOOPS, new double[] {0}, part, runs, seed);
        measure(SOMETIMES, new double[] {0.01, 0.02}, part, runs, seed);
        double micros = (System.nanoTime() - began) / 1e3 / samples;
        System.out.printf(Locale.ROOT, "%,d values, %.2f microseconds each, with what made them%n", samples, micros);
    }

    private static long samples;

    private static void measure(List<String> kinds, double[] leaks, String part, int runs, long seed) {
        for (String kind : kinds) {
            if (Arrays.stream(part.split(",")).anyMatch(kind::contains)) {
                for (double leak : leaks) {
                    measure(kind, leak, runs, seed);
                }
            }
        }
    }

    private static void measure(String kind, double leak, int runs, long seed) {
        double limit = leak == 0.005 ? leak : 0.01;
        TrendRule rule = new TrendRule(limit, 0.98);
        Found[] alone = new Found[runs];
        Found[] with = new Found[runs];
        for (int run = 0; run < runs; run++) {
            long one = seed + 31L * run;
            TrendReference before = before(new TrendNoise(kind, 0, new Random(one)), new Random(-1 - one));
            alone[run] = find(new TrendNoise(kind, leak, new Random(one)), rule, TrendReference.none());
            with[run] = find(new TrendNoise(kind, leak, new Random(one)), rule, before);
        }
        System.out.printf(
                Locale.ROOT,
                "%-18s %4.1f%% %5.1f%% | %s | %s%n",
                kind,
                100 * leak,
                100 * limit,
                figures(alone),
                figures(with));
    }

    /**
     * What became of one series.
     *
     * @param hours until it was taken for a leak; infinite where it was not
     * @param isWarned whether it was never taken for one, but may have been one
     */
    private record Found(double hours, boolean isWarned) {}

    private static String figures(Found[] found) {
        double[] hours = Arrays.stream(found).mapToDouble(Found::hours).sorted().toArray();
        int runs = found.length;
        double warned = Arrays.stream(found).filter(Found::isWarned).count();
        double middle = hours[runs / 2];
        return String.format(
                Locale.ROOT,
                "%5.1f%% %5.1f%% %5.1f%% %5s %5.1f%%",
                share(hours, MINUTES / 60.0),
                share(hours, 12.1),
                share(hours, 38),
                Double.isFinite(middle) ? String.format(Locale.ROOT, "%.1f", middle) : "-",
                100 * warned / runs);
    }

    private static double share(double[] hours, double within) {
        return 100.0 * Arrays.stream(hours).filter(each -> each <= within).count() / hours.length;
    }

    /** The old version with the same rhythm, without a leak, long since filled; a value every minute. */
    private static TrendReference before(TrendNoise noise, Random other) {
        noise.before(other);
        Map<Instant, Double> values = new HashMap<>();
        for (int minute = -DAY; minute < 0; minute++) {
            values.put(START.plusSeconds(60L * minute), noise.next());
        }
        return TrendReference.of(values, START);
    }

    private static Found find(TrendNoise noise, TrendRule rule, TrendReference reference) {
        TrendProgress progress = TrendProgress.begin();
        boolean isWarned = false;
        for (int minute = 0; minute < MINUTES; minute++) {
            samples++;
            progress = progress.next(rule, reference, START, START.plusSeconds(60L * minute), noise.next());
            Optional<TrendResult> result = progress.newest().map(Trend::result);
            if (result.filter(found -> found == TrendResult.RISING).isPresent()) {
                return new Found(minute / 60.0, false);
            }
            isWarned |= result.filter(found -> found == TrendResult.UNCLEAR).isPresent();
        }
        return new Found(Double.POSITIVE_INFINITY, isWarned);
    }
}
