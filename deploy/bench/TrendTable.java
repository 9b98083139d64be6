import dev.probation.rules.evidence.Trend;
import dev.probation.rules.evidence.TrendEnvelope;
import dev.probation.rules.evidence.TrendResult;
import dev.probation.rules.evidence.TrendRule;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** Looks for leaks in series of 72 h with and without one, hidden in noise of many kinds, and prints what it came to. */
public final class TrendTable {

    private static final int MINUTES = 72 * 60;
    private static final String[] KINDS = {
        "white", "drift", "saw", "slow-saw", "daily", "daily+saw", "skewed+saw", "cache", "cache+saw", "daily+cache+saw", "restart+saw"
    };

    private TrendTable() {}

    /** Argument: how many series of each kind. */
    public static void main(String[] arguments) {
        int runs = Integer.parseInt(arguments[0]);
        System.out.printf(
                Locale.ROOT, "%-16s %6s %6s %9s %8s %10s %9s%n", "noise", "leak", "limit", "found", "by 12 h", "median h", "p95 h");
        for (String kind : KINDS) {
            for (double leak : new double[] {0, 0.005, 0.01, 0.02, 0.05}) {
                measure(kind, leak, runs);
            }
        }
    }

    private static void measure(String kind, double leak, int runs) {
        double limit = leak == 0.005 ? leak : 0.01;
        double[] found = new double[runs];
        for (int run = 0; run < runs; run++) {
            found[run] = hoursToFind(new Noise(kind, leak, new Random(7 + 31L * run)), new TrendRule(limit, 0.98));
        }
        Arrays.sort(found);
        long all = Arrays.stream(found).filter(Double::isFinite).count();
        long soon = Arrays.stream(found).filter(hours -> hours <= 12.1).count();
        System.out.printf(
                Locale.ROOT,
                "%-16s %4.1f%% %5.1f%% %8.1f%% %7.0f%% %10.1f %9.1f%n",
                kind,
                100 * leak,
                100 * limit,
                100.0 * all / runs,
                100.0 * soon / runs,
                found[runs / 2],
                found[(int) (0.95 * runs)]);
    }

    /** Looks every half hour, as someone does who does not know when a look is due. */
    private static double hoursToFind(Noise noise, TrendRule rule) {
        TrendEnvelope envelope = new TrendEnvelope();
        for (int minute = 0; minute < MINUTES; minute++) {
            envelope.add(60.0 * minute, noise.next());
            if (minute % 30 == 0 && Trend.of(envelope, rule).result() == TrendResult.RISING) {
                return minute / 60.0;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** A value a minute around 100. */
    private static final class Noise {

        private final String kind;
        private final double leak;
        private final Random random;
        private final double period;
        private final double tooth;
        private final double swing;
        private final double phase;
        private final double fills;
        private final double pace;
        private final double restart;
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

        double next() {
            double hour = minute++ / 60.0;
            double since = hour < restart ? hour : hour - restart;
            double value = 100 * (1 + leak * since) + (kind.equals("white") ? 3 : 1) * random.nextGaussian();
            saw += (0.5 + random.nextDouble()) / period;
            saw = saw >= 1 ? 0 : saw;
            drift = drift * 0.967 + 3 * Math.sqrt(1 - 0.967 * 0.967) * random.nextGaussian();
            double day = 2 * Math.PI * (hour + phase) / 24;
            value += kind.contains("saw") ? tooth * saw : 0;
            value += kind.contains("drift") ? drift : 0;
            value += kind.contains("daily") || kind.contains("skewed") ? swing * Math.sin(day) : 0;
            value += kind.contains("skewed") ? 0.35 * swing * Math.sin(2 * day + phase) : 0;
            return value + (kind.contains("cache") ? fills * (1 - Math.exp(-hour / pace)) : 0);
        }
    }
}
