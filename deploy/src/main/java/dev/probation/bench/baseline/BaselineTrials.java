package dev.probation.bench.baseline;

import dev.probation.agent.time.AllowForbiddenApi;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Prints what other numbers than the agent's come to: arguments are how many series of each, the seed, and "false" or "power". */
@AllowForbiddenApi("a program that prints a table")
public final class BaselineTrials {

    private static final BaselineTrial[] TRIALS = {
        new BaselineTrial(8, 60, false, 0, 0),
        new BaselineTrial(8, 60),
        new BaselineTrial(12, 60),
        new BaselineTrial(16, 60),
        new BaselineTrial(16, 120),
        new BaselineTrial(12, 300),
        new BaselineTrial(12, 600),
        new BaselineTrial(12, 60, true, 0, 0.5),
        new BaselineTrial(12, 60, true, 0, 1),
        new BaselineTrial(12, 60, true, 1, 0),
        new BaselineTrial(12, 60, true, 1, 0.5)
    };
    private static final double[] SIZES = {1.12, 1.2, 1.3, 1.5, 2};
    private static final int[] ONSETS = {0, 40 * BaselineSeries.HOUR};

    private BaselineTrials() {}

    /** Runs them all. */
    public static void main(String[] arguments) {
        int count = arguments.length < 1 ? 100 : Integer.parseInt(arguments[0]);
        long seed = arguments.length < 2 ? 7 : Long.parseLong(arguments[1]);
        System.out.printf(Locale.ROOT, "%-24s", "");
        Arrays.stream(TRIALS).forEach(trial -> System.out.printf(Locale.ROOT, " %13s", name(trial)));
        System.out.println();
        if (arguments.length < 3 || arguments[2].equals("false")) {
            alarms(count, seed);
        }
        if (arguments.length < 3 || arguments[2].equals("power")) {
            power(count, seed);
        }
    }

    private static void alarms(int count, long seed) {
        System.out.println("nothing changed: failed, in 1,000");
        for (BaselineNoise noise : BaselineNoise.ALL) {
            if (!noise.sparse()) {
                print(noise, 1, 0, count, seed);
            }
        }
    }

    private static void power(int count, long seed) {
        for (BaselineNoise noise : List.of(BaselineNoise.INDEPENDENT, BaselineNoise.REMEMBERING)) {
            for (int onset : ONSETS) {
                System.out.printf(
                        Locale.ROOT, "%s, onset after %d h: found in 100, median%n", noise.name(), onset / 3600);
                for (double size : SIZES) {
                    print(noise, size, onset, Math.max(1, count / 10), seed);
                }
            }
        }
    }

    private static String name(BaselineTrial trial) {
        return trial.values() + "x" + trial.spacing() + "s" + (trial.all() ? "" : " now")
                + (trial.memory() == 0 ? "" : " m" + trial.memory())
                + (trial.calm() == 0 ? "" : String.format(Locale.ROOT, " q%.0f", 100 * trial.calm()));
    }

    private static void print(BaselineNoise noise, double size, int onset, int count, long seed) {
        int[][] failed = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> {
                    long number = seed * 1_000_003 + i * 101L + noise.name().hashCode();
                    BaselineTrial.Drawn drawn =
                            new BaselineTrial.Drawn(new BaselineSeries(noise, size, onset, number), 60);
                    return Arrays.stream(TRIALS)
                            .mapToInt(trial -> trial.failedAt(drawn))
                            .toArray();
                })
                .toArray(int[][]::new);
        System.out.printf(
                Locale.ROOT,
                "%-24s",
                size == 1 ? noise.name() : String.format(Locale.ROOT, "  + %.0f %%", 100 * size - 100));
        for (int trial = 0; trial < TRIALS.length; trial++) {
            int index = trial;
            System.out.printf(
                    Locale.ROOT,
                    " %13s",
                    cell(Arrays.stream(failed).mapToInt(row -> row[index]).toArray(), size == 1, onset));
        }
        System.out.println();
    }

    private static String cell(int[] failed, boolean healthy, int onset) {
        long any =
                Arrays.stream(failed).filter(at -> at != BaselineJudges.NEVER).count();
        if (healthy) {
            return String.format(Locale.ROOT, "%.0f", 1000.0 * any / failed.length);
        }
        int[] delays = Arrays.stream(failed)
                .filter(at -> at == BaselineJudges.NEVER || at > onset)
                .map(at -> at == BaselineJudges.NEVER ? Integer.MAX_VALUE : at - onset)
                .sorted()
                .toArray();
        long found =
                Arrays.stream(delays).filter(delay -> delay < Integer.MAX_VALUE).count();
        int median = delays.length == 0 ? Integer.MAX_VALUE : delays[(delays.length - 1) / 2];
        String time = median == Integer.MAX_VALUE
                ? "never"
                : String.format(Locale.ROOT, "%dh%02d", median / 3600, median / 60 % 60);
        return String.format(Locale.ROOT, "%.0f%% %s", 100.0 * found / Math.max(1, delays.length), time);
    }
}
