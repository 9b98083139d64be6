package dev.probation.bench.evidence;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.rules.evidence.trend.TrendProgress;
import dev.probation.rules.evidence.trend.TrendReference;
import dev.probation.rules.evidence.trend.TrendResult;
import dev.probation.rules.evidence.trend.TrendRule;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Looks for leaks in series of 72 h with and without one, hidden in noise of many kinds, and prints what it came to. */
@AllowForbiddenApi("a program that prints a table, and how long it took")
public final class TrendTable {

    private static final int MINUTES = 72 * 60;
    private static final int DAY = 24 * 60;
    private static final Instant START = Instant.EPOCH;
    private static final String[] KINDS = {
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
        "daily+restart+saw"
    };

    private TrendTable() {}

    /** Arguments: how many series of each kind, and the seed. */
    public static void main(String[] arguments) {
        int runs = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        System.out.printf(Locale.ROOT, "%-18s %5s %6s | %-28s | %s%n", "", "", "", "by itself", "with the day before");
        String columns = String.format(Locale.ROOT, "%7s %8s %5s %5s", "found", "by 12 h", "med", "p95");
        System.out.printf(Locale.ROOT, "%-18s %5s %6s | %s | %s%n", "noise", "leak", "limit", columns, columns);
        long began = System.nanoTime();
        for (String kind : KINDS) {
            for (double leak : new double[] {0, 0.005, 0.01, 0.02, 0.05}) {
                measure(kind, leak, runs, seed);
            }
        }
        double micros = (System.nanoTime() - began) / 1e3 / samples;
        System.out.printf(Locale.ROOT, "%,d values, %.2f microseconds each, with what made them%n", samples, micros);
    }

    private static long samples;

    private static void measure(String kind, double leak, int runs, long seed) {
        double limit = leak == 0.005 ? leak : 0.01;
        TrendRule rule = new TrendRule(limit, 0.98);
        double[] alone = new double[runs];
        double[] with = new double[runs];
        for (int run = 0; run < runs; run++) {
            long one = seed + 31L * run;
            TrendReference before = before(new Noise(kind, 0, new Random(one)), new Random(-1 - one));
            alone[run] = hoursToFind(new Noise(kind, leak, new Random(one)), rule, TrendReference.none());
            with[run] = hoursToFind(new Noise(kind, leak, new Random(one)), rule, before);
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

    private static String figures(double[] found) {
        Arrays.sort(found);
        int runs = found.length;
        double all = Arrays.stream(found).filter(Double::isFinite).count();
        double soon = Arrays.stream(found).filter(hours -> hours <= 12.1).count();
        return String.format(
                Locale.ROOT,
                "%6.1f%% %7.1f%% %5s %5s",
                100 * all / runs,
                100 * soon / runs,
                hours(found[runs / 2]),
                hours(found[(int) (0.95 * runs)]));
    }

    private static String hours(double hours) {
        return Double.isFinite(hours) ? String.format(Locale.ROOT, "%.1f", hours) : "-";
    }

    /** The old version with the same rhythm, without a leak, long since filled; a value every minute. */
    private static TrendReference before(Noise noise, Random other) {
        noise.before(other);
        Map<Instant, Double> values = new HashMap<>();
        for (int minute = -DAY; minute < 0; minute++) {
            values.put(START.plusSeconds(60L * minute), noise.next());
        }
        return TrendReference.of(values, START);
    }

    private static double hoursToFind(Noise noise, TrendRule rule, TrendReference reference) {
        TrendProgress progress = TrendProgress.begin();
        for (int minute = 0; minute < MINUTES; minute++) {
            samples++;
            progress = progress.next(rule, reference, START, START.plusSeconds(60L * minute), noise.next());
            if (progress.newest()
                    .filter(trend -> trend.result() == TrendResult.RISING)
                    .isPresent()) {
                return minute / 60.0;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** A value a minute around 100. */
    private static final class Noise {

        private final String kind;
        private final double leak;
        private Random random;
        private final double period;
        private final double tooth;
        private final double swing;
        private final double phase;
        private final double fills;
        private final double pace;
        private double restart;
        private int minute;
        private double saw;
        private double drift;

        Noise(String kind, double leak, Random random) {
            this.kind = kind;
            this.leak = leak;
            this.random = random;
            period = kind.contains("slow") ? 40 + 80 * random.nextDouble() : 7 + 18 * random.nextDouble();
            tooth = 30 + 70 * random.nextDouble();
            swing = 5 + 15 * random.nextDouble();
            phase = 24 * random.nextDouble();
            fills = 20 + 80 * random.nextDouble();
            pace = 0.5 + 3.5 * random.nextDouble();
            restart = kind.contains("restart") ? 2 + 6 * random.nextDouble() : 0;
        }

        /** From now on it is the day before the deployment, by chance other than what comes. */
        void before(Random other) {
            random = other;
            restart = 0;
            saw = random.nextDouble();
            minute = -DAY;
        }

        double next() {
            double hour = minute++ / 60.0;
            double since = hour < restart || hour < 0 ? hour : hour - restart;
            double value = 100 * (1 + leak * since) + (kind.equals("white") ? 3 : 1) * random.nextGaussian();
            saw += (0.5 + random.nextDouble()) / period;
            saw = saw >= 1 ? 0 : saw;
            drift = drift * 0.967 + 3 * Math.sqrt(1 - 0.967 * 0.967) * random.nextGaussian();
            double day = 2 * Math.PI * (hour + phase) / 24;
            value += kind.contains("saw") ? tooth * saw : 0;
            value += kind.contains("drift") ? drift : 0;
            value += kind.contains("daily") || kind.contains("skewed") ? swing * Math.sin(day) : 0;
            value += kind.contains("skewed") ? 0.35 * swing * Math.sin(2 * day + phase) : 0;
            value += kind.contains("plateau") ? swing * Math.tanh(2.5 * Math.sin(day)) : 0;
            value += kind.contains("night") ? 2 * swing * Math.exp(-8 * (1 - Math.cos(day))) : 0;
            double filled = hour < 0 ? 1 : 1 - Math.exp(-hour / pace);
            return value + (kind.contains("cache") ? fills * filled : 0);
        }
    }
}
