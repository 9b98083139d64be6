package dev.probation.bench.decision;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What is known of a generated recording.
 *
 * @param size how many times the limit the share of bad requests is at most; of a leak, growth in percent per hour
 * @param begins seconds from the deployment until the regression begins; before it where it is an old one
 * @param traffic requests per second: of a regression when it begins, else their mean
 * @param past what was wrong before the deployment
 * @param day what comes every day
 */
record DecisionLabel(int index, Kind kind, double size, int begins, int traffic, DecisionPast past, DecisionDay day) {

    enum Kind {
        HEALTHY,
        /** Errors in clumps of a second to two minutes, one to nine tenths of the limit on average. */
        CLUMPS,
        ERROR_STEP,
        /** Errors grow for six hours, and stay. */
        ERROR_RAMP,
        /** Too many requests are slower than the p95's limit. */
        LATENCY_STEP,
        /** Errors in the four busiest hours of each day. */
        PEAK_HOURS,
        /** Errors of one replica of four, whose part of the traffic wanders; the size is the service's least. */
        REPLICA,
        /** Errors for 6 to 15 minutes, every one to two hours. */
        BURSTS,
        /** Memory, which no judge here looks at: the samples have no ratio. */
        LEAK,
        /** Errors that are no more than before the deployment, which is not to blame for them. */
        ERRORS_BEFORE,
        /** The same of requests that are too slow. */
        SLOW_BEFORE,
        /** Errors that were too many before the deployment, and became many times more after it. */
        ERRORS_WORSE,
        /** The same of requests that are too slow. */
        SLOW_WORSE,
        /** Errors over the limit at the same hours of each day, the day before the deployment included. */
        DAILY_ERRORS,
        /** The same of requests that are too slow. */
        DAILY_SLOW,
        /** The same, asked by a plain query. */
        DAILY_PLAIN,
        /** Three times as many errors as at these hours on other days. */
        DAILY_ERRORS_WORSE,
        /** The same of requests that are too slow. */
        DAILY_SLOW_WORSE,
        /** The same, asked by a plain query. */
        DAILY_PLAIN_WORSE,
        /** Errors of three times the limit, where the day before is known, and was just below it. */
        DAY_WAS_WELL;

        boolean isDaily() {
            return compareTo(DAILY_ERRORS) >= 0;
        }

        boolean isPlain() {
            return this == DAILY_PLAIN || this == DAILY_PLAIN_WORSE;
        }

        boolean isWorseDay() {
            return this == DAILY_ERRORS_WORSE || this == DAILY_SLOW_WORSE || this == DAILY_PLAIN_WORSE;
        }

        boolean isOfLatency() {
            return switch (this) {
                case LATENCY_STEP,
                        SLOW_BEFORE,
                        SLOW_WORSE,
                        DAILY_SLOW,
                        DAILY_PLAIN,
                        DAILY_SLOW_WORSE,
                        DAILY_PLAIN_WORSE -> true;
                default -> false;
            };
        }

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static final int RAMP_SECONDS = 6 * 3600;
    /** Of the limit, before a ramp. */
    static final double RAMP_FROM = 0.3;

    static final double MUST_BE_FOUND = 3;
    static final List<Integer> TRAFFIC = List.of(1, 10, 50, 100, 1000);

    private static final int STEP_TRAFFIC = 100;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final List<Integer> ONSETS = List.of(0, 10 * MINUTE, 8 * HOUR, 40 * HOUR);

    DecisionLabel(int index, Kind kind, double size, int begins, int traffic, DecisionPast past) {
        this(index, kind, size, begins, traffic, past, DecisionDay.NONE);
    }

    /**
     * All that are judged, in a fixed order.
     *
     * @param clumps how many healthy ones have errors in clumps
     * @param steps how many steps of three and of ten times the limit there are at a traffic of 100 a second, in the first hours
     * @param regressions how many of the regressions, by lot; all where there are fewer
     * @param old the same of those where something was wrong before the deployment
     * @param days how many there are of each kind of which the day before is known
     */
    static List<DecisionLabel> plan(long seed, int healthy, int clumps, int steps, int regressions, int old, int days) {
        List<DecisionLabel> plan = plan(seed, healthy, regressions);
        List<DecisionLabel> before = DecisionPast.labels();
        Collections.shuffle(before, new Random(~seed));
        before.subList(0, Math.min(old, before.size())).forEach(label -> plan.add(label.numbered(plan.size())));
        for (int i = 0; i < clumps; i++) {
            plan.add(new DecisionLabel(plan.size(), Kind.CLUMPS, 0, 0, i % 2 == 0 ? 100 : 1000, DecisionPast.FINE));
        }
        Random random = new Random(seed + 1);
        for (int i = 0; i < steps; i++) {
            int begins = random.nextInt(3 * HOUR);
            plan.add(new DecisionLabel(
                    plan.size(), Kind.ERROR_STEP, i % 2 == 0 ? 3 : 10, begins, STEP_TRAFFIC, DecisionPast.FINE));
        }
        DecisionDay.labels(seed, days).forEach(label -> plan.add(label.numbered(plan.size())));
        return plan;
    }

    private DecisionLabel numbered(int number) {
        return new DecisionLabel(number, kind, size, begins, traffic, past, day);
    }

    private static List<DecisionLabel> plan(long seed, int healthy, int regressions) {
        Random random = new Random(seed);
        List<DecisionLabel> bad = regressions();
        Collections.shuffle(bad, random);
        List<DecisionLabel> plan = new ArrayList<>();
        for (int i = 0; i < healthy; i++) {
            int traffic = (int) Math.round(Math.pow(10, 3 * random.nextDouble()));
            plan.add(new DecisionLabel(plan.size(), Kind.HEALTHY, 0, 0, traffic, DecisionPast.FINE));
        }
        for (DecisionLabel label : bad.subList(0, Math.min(regressions, bad.size()))) {
            plan.add(label.numbered(plan.size()));
        }
        return plan;
    }

    private static List<DecisionLabel> regressions() {
        List<DecisionLabel> all = new ArrayList<>();
        add(all, Kind.ERROR_STEP, List.of(1.5, 2.0, 3.0, 10.0, 100.0), ONSETS);
        add(all, Kind.LATENCY_STEP, List.of(1.6, 3.0, 10.0), ONSETS);
        add(all, Kind.ERROR_RAMP, List.of(3.0, 10.0, 100.0), List.of(HOUR, 20 * HOUR));
        add(all, Kind.PEAK_HOURS, List.of(3.0, 10.0, 100.0), List.of(2 * HOUR, 12 * HOUR));
        add(all, Kind.REPLICA, List.of(3.0, 10.0, 100.0), List.of(0, 8 * HOUR));
        add(all, Kind.BURSTS, List.of(3.0, 10.0, 100.0), List.of(30 * MINUTE, 40 * HOUR));
        for (int growth : List.of(1, 2, 5)) {
            all.add(new DecisionLabel(0, Kind.LEAK, growth, 0, 100, DecisionPast.FINE));
        }
        return all;
    }

    private static void add(List<DecisionLabel> all, Kind kind, List<Double> sizes, List<Integer> onsets) {
        for (double size : sizes) {
            for (int begins : onsets) {
                for (int traffic : TRAFFIC) {
                    all.add(new DecisionLabel(0, kind, size, begins, traffic, DecisionPast.FINE));
                }
            }
        }
    }

    boolean isHealthy() {
        return kind == Kind.HEALTHY || kind == Kind.CLUMPS;
    }

    /** Whether nothing is wrong but what was wrong before. */
    boolean isOld() {
        return kind == Kind.ERRORS_BEFORE || kind == Kind.SLOW_BEFORE;
    }

    /** Whether something was wrong before, and is much worse since. */
    boolean isWorse() {
        return kind == Kind.ERRORS_WORSE || kind == Kind.SLOW_WORSE;
    }

    /** Whether the deployment did nothing wrong. */
    boolean isInnocent() {
        return isHealthy() || isOld() || isAsEveryDay();
    }

    /** Whether nothing is wrong but what is so every day. */
    boolean isAsEveryDay() {
        return kind == Kind.DAILY_ERRORS || kind == Kind.DAILY_SLOW || kind == Kind.DAILY_PLAIN;
    }

    /** Whether it is about requests that are slow, rather than such as fail. */
    boolean isOfLatency() {
        return kind.isOfLatency();
    }

    /** Whether it is asked by a plain query. */
    boolean isPlain() {
        return kind.isPlain();
    }

    /** A few minutes of a few requests hold no evidence, so bursts must be found where there is traffic. */
    boolean mustBeFound() {
        boolean large = !isInnocent() && kind != Kind.LEAK && size >= MUST_BE_FOUND;
        return large && (kind != Kind.BURSTS || traffic >= 100);
    }

    /** Whether it lasts from its beginning for hours, so that the time to the decision has an aim. */
    boolean lasts() {
        return kind != Kind.BURSTS;
    }

    /** Seconds from the deployment until the share is over the limit: a decision before it is a wrong one. */
    int onset() {
        return reaches(1);
    }

    /** Seconds from the deployment until the share is as large as must be found; until the onset where it never is. */
    int severe() {
        return reaches(Math.min(size, MUST_BE_FOUND));
    }

    private int reaches(double times) {
        if (kind != Kind.ERROR_RAMP) {
            return begins;
        }
        return begins + (int) Math.ceil(RAMP_SECONDS * (times - RAMP_FROM) / (size - RAMP_FROM));
    }

    @Override
    public String toString() {
        if (isHealthy()) {
            return String.format(Locale.ROOT, "%04d %s, %d/s", index, kind.words(), traffic);
        }
        return String.format(
                Locale.ROOT,
                "%04d %s, %s times the limit, after %s, %d/s%s",
                index,
                kind.words(),
                times(size),
                text(Duration.ofSeconds(begins)),
                traffic,
                past.toString() + day);
    }

    static String times(double size) {
        return size == Math.rint(size) ? Long.toString(Math.round(size)) : Double.toString(size);
    }

    /** Such as {@code 3m15s} or {@code 41h5m}; seconds are left out of hours. */
    static String text(Duration duration) {
        ChronoUnit least = duration.toHours() > 0 ? ChronoUnit.MINUTES : ChronoUnit.SECONDS;
        return duration.truncatedTo(least).toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
