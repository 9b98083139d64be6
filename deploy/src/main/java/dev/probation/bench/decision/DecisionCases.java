package dev.probation.bench.decision;

import dev.probation.bench.decision.DecisionCase.Known;
import dev.probation.bench.decision.DecisionCase.Source;
import dev.probation.bench.decision.DecisionCase.Wanted;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/** What people who did not write the rules found them wrong in, and what is like it. */
final class DecisionCases {

    private static final int HOUR = DecisionStory.HOUR;
    private static final int DAY = 24 * HOUR;
    private static final int TRAFFIC = 100;

    private static final String HEALTH = "{ http: app, path: /health, every: 5s, on-breach: rollback }";
    private static final String HEALTH_FOR_A_MINUTE =
            "{ http: app, path: /health, every: 5s, for: 1m, on-breach: rollback }";
    private static final String CONNECTIONS =
            "{ postgres: db, measure: connections, every: 15s, expect: \"< 180\", for: 3m, on-breach: rollback }";
    private static final String PLAIN =
            "{ prometheus: metrics, query: p95, unit: s, every: 15s, expect: \"< 500ms\", for: 3m, on-breach: rollback }";
    static final String ERRORS = "{ prometheus: metrics, bad: e, total: r, every: 15s, expect: \"< 0.1%\", for: 3m,"
            + " on-breach: rollback }";
    static final String SLOW = "{ prometheus: metrics, histogram: x_seconds, quantile: 0.95, every: 15s,"
            + " expect: \"< 500ms\", for: 3m, on-breach: rollback }";
    private static final String BASELINE = "{ prometheus: metrics, query: p95, unit: s, every: 1m,"
            + " expect: \"<= baseline + 10%\", for: 30m, on-breach: rollback }";

    private DecisionCases() {}

    static List<DecisionCase> all() {
        List<DecisionCase> all = new ArrayList<>();
        flapping(all);
        bursts(all);
        past(all);
        near(all);
        weekends(all);
        DecisionDailyCases.add(all);
        return all;
    }

    private static void flapping(List<DecisionCase> all) {
        for (int every : List.of(2, 3)) {
            all.add(new DecisionCase(
                    "health fails one time in " + every, HEALTH, Wanted.ROLLBACK, true, Known.NOTHING, random -> {
                        int begins = random.nextInt(2 * HOUR);
                        int[] asked = {0};
                        return (second, seconds) -> second > begins && asked[0]++ % every == 0 ? down() : up();
                    }));
        }
        health(all, "health fails at random, one time in 1,000 to 100", true, 0.001, 0.01);
        // three in a row come by chance once in 16,000 answers where one of 25 fails
        health(all, "health fails at random, one time in 100 to 25", false, 0.01, 0.04);
        all.add(new DecisionCase(
                "health, outages of up to 9 s", HEALTH, Wanted.NO_ROLLBACK, true, Known.NOTHING, random -> {
                    int apart = random.nextInt(HOUR, 8 * HOUR);
                    int length = random.nextInt(2, 10);
                    return (second, seconds) -> second % apart < length ? down() : up();
                }));
        all.add(new DecisionCase(
                "health for 1m, restarts of 15 to 55 s, each 10 minutes to 6 hours",
                HEALTH_FOR_A_MINUTE,
                Wanted.NO_ROLLBACK,
                true,
                Known.NOTHING,
                random -> {
                    int apart = random.nextInt(600, 6 * HOUR);
                    int length = random.nextInt(15, 56);
                    return (second, seconds) -> second % apart < length ? down() : up();
                }));
        all.add(new DecisionCase(
                "health for 1m, down for more than 75 s in the first hours",
                HEALTH_FOR_A_MINUTE,
                Wanted.ROLLBACK,
                true,
                Known.NOTHING,
                random -> {
                    int begins = random.nextInt(3 * HOUR);
                    int ends = begins + random.nextInt(75, 600);
                    return (second, seconds) -> second >= begins && second < ends ? down() : up();
                }));
        all.add(new DecisionCase(
                "connections over the limit in every other sample",
                CONNECTIONS,
                Wanted.NO_PASS,
                true,
                Known.NOTHING,
                random -> {
                    int[] asked = {random.nextInt(2)};
                    return (second, seconds) -> value(asked[0]++ % 2 == 0 ? 195 : 150);
                }));
        all.add(new DecisionCase(
                "p95 of 900 ms in three of four samples", PLAIN, Wanted.NO_PASS, true, Known.NOTHING, random -> {
                    int[] asked = {random.nextInt(4)};
                    return (second, seconds) -> value(asked[0]++ % 4 == 0 ? 0.2 : 0.9);
                }));
        all.add(new DecisionCase(
                "p95, single samples of 900 ms, 2 to 8 % of all",
                PLAIN, Wanted.NO_ROLLBACK, true, Known.HOUR, random -> {
                    double chance = random.nextDouble(0.02, 0.08);
                    return (second, seconds) -> value(random.nextDouble() < chance ? 0.9 : 0.2);
                }));
        all.add(new DecisionCase(
                "a job takes 185 connections for 40 s each hour",
                CONNECTIONS,
                Wanted.NO_ROLLBACK,
                true,
                Known.HOUR,
                random -> {
                    int phase = random.nextInt(HOUR);
                    return (second, seconds) -> value(Math.floorMod(second + phase, HOUR) < 40 ? 185 : 120);
                }));
    }

    private static void health(List<DecisionCase> all, String name, boolean promised, double least, double most) {
        all.add(new DecisionCase(name, HEALTH, Wanted.NO_ROLLBACK, promised, Known.NOTHING, random -> {
            double chance = Math.exp(random.nextDouble(Math.log(least), Math.log(most)));
            return (second, seconds) -> random.nextDouble() < chance ? down() : up();
        }));
    }

    private static void bursts(List<DecisionCase> all) {
        all.add(new DecisionCase(
                "total outages of 60 to 150 s, each 31 minutes to 2 hours",
                ERRORS,
                Wanted.ROLLBACK,
                true,
                Known.HOUR,
                random -> {
                    int apart = random.nextInt(31 * 60, 2 * HOUR);
                    int length = random.nextInt(60, 150);
                    int phase = random.nextInt(apart);
                    return counted(
                            random,
                            second -> second >= 0 && Math.floorMod(second + phase, apart) < length ? 1 : 0.0003);
                }));
        all.add(new DecisionCase(
                "one to three outages of 30 to 150 s, hours apart",
                ERRORS,
                Wanted.NO_ROLLBACK,
                true,
                Known.HOUR,
                random -> {
                    int apart = random.nextInt(9 * HOUR, 20 * HOUR);
                    int length = random.nextInt(30, 150);
                    return counted(random, second -> second >= HOUR && second % apart < length ? 1 : 0.0003);
                }));
    }

    private static void past(List<DecisionCase> all) {
        all.add(new DecisionCase(
                "an outage 15 to 53 minutes before, then 8 to 80 times the limit",
                ERRORS,
                Wanted.ROLLBACK,
                true,
                Known.DAY,
                random -> {
                    int from = -random.nextInt(15 * 60, 53 * 60);
                    int until = Math.min(from + random.nextInt(15, 600), -10 * 60);
                    double share = random.nextDouble(0.008, 0.08);
                    return counted(
                            random, second -> second >= 0 ? share : second >= from && second < until ? 1 : 0.0003);
                }));
        all.add(new DecisionCase(
                "on top of a release with 2 % since a quarter of an hour, as bad as that",
                ERRORS, Wanted.NO_ROLLBACK, true, Known.HOUR, random -> {
                    int from = -random.nextInt(15 * 60, 30 * 60);
                    return counted(random, second -> second >= from ? 0.02 : 0.0003);
                }));
    }

    private static void near(List<DecisionCase> all) {
        all.add(new DecisionCase(
                "4 to 4.7 % slow, with a spread of 2 %",
                SLOW, Wanted.NO_ROLLBACK, true, Known.DAY, random -> {
                    double mean = random.nextDouble(0.04, 0.047);
                    double[] wander = {0};
                    return counted(random, second -> {
                        wander[0] = 0.998 * wander[0] + 0.02 * Math.sqrt(1 - 0.998 * 0.998) * random.nextGaussian();
                        return mean * (1 + wander[0]);
                    });
                }));
        all.add(new DecisionCase(
                "errors at 85 to 98 % of the limit",
                ERRORS, Wanted.NO_ROLLBACK, true, Known.DAY, random -> {
                    double share = random.nextDouble(0.00085, 0.00098);
                    return counted(random, second -> share);
                }));
        all.add(new DecisionCase(
                "connections about 176, of 180",
                CONNECTIONS,
                Wanted.NO_ROLLBACK,
                false,
                Known.HOUR,
                random -> (second, seconds) -> value(Math.rint(176 + 2 * random.nextGaussian()))));
        all.add(new DecisionCase(
                "a plain p95 about 480 ms, of 500", PLAIN, Wanted.NO_ROLLBACK, false, Known.HOUR, random -> {
                    double spread = random.nextDouble(0.01, 0.03);
                    return (second, seconds) -> value(0.48 + spread * random.nextGaussian());
                }));
    }

    private static void weekends(List<DecisionCase> all) {
        for (Known known : List.of(Known.DAY, Known.DAY_AND_WEEK)) {
            String week = known == Known.DAY ? "unknown" : "known";
            all.add(new DecisionCase(
                    "deployed on Friday, weekend 1.3 to 2 times as slow, week " + week,
                    BASELINE,
                    Wanted.NO_ROLLBACK,
                    true,
                    known,
                    random -> {
                        double times = random.nextDouble(1.3, 2);
                        return daily(random, second -> isWeekend(second) ? times : 1);
                    }));
            all.add(new DecisionCase(
                    "p95 1.5 to 3 times since 0 to 30 hours, week " + week,
                    BASELINE,
                    Wanted.ROLLBACK,
                    known == Known.DAY_AND_WEEK,
                    known,
                    random -> {
                        int begins = random.nextInt(30 * HOUR);
                        double times = random.nextDouble(1.5, 3);
                        return daily(random, second -> second >= begins ? times : 1);
                    }));
        }
    }

    static boolean isWeekend(int second) {
        DayOfWeek day = DecisionCase.day(second);
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }

    /** A p95 of some 200 ms with a rhythm of the day. */
    private static Source daily(SplittableRandom random, IntToDoubleFunction times) {
        double phase = random.nextDouble(2 * Math.PI);
        double amplitude = random.nextDouble(0.1, 0.5);
        return (second, seconds) -> value(0.2
                * (1 + amplitude * Math.sin(phase + 2 * Math.PI * second / DAY))
                * times.applyAsDouble(second)
                * Math.exp(0.05 * random.nextGaussian()));
    }

    /** So many of {@link #TRAFFIC} requests a second are bad, by Poisson. */
    private static Source counted(SplittableRandom random, IntToDoubleFunction share) {
        DecisionCounts bads = new DecisionCounts(random);
        return (second, seconds) -> {
            long bad = 0;
            for (int at = second - seconds; at < second; at++) {
                bad += Math.min(TRAFFIC, bads.next(TRAFFIC * share.applyAsDouble(at)));
            }
            long total = (long) TRAFFIC * seconds;
            return new Outcome.Measured((double) bad / total, Optional.of(new Counts(bad, total)), "");
        };
    }

    static Outcome value(double value) {
        return Outcome.Measured.of(value);
    }

    private static Outcome up() {
        return Outcome.Measured.of(0.02);
    }

    private static Outcome down() {
        return new Outcome.Failed(Cause.REFUSED, "refused");
    }
}
