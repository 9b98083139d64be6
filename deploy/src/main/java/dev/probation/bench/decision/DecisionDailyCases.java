package dev.probation.bench.decision;

import dev.probation.bench.decision.DecisionCase.Known;
import dev.probation.bench.decision.DecisionCase.Source;
import dev.probation.bench.decision.DecisionCase.Wanted;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Days that are like the day before, or unlike it by the calendar alone; and bad releases after days that were not well. */
final class DecisionDailyCases {

    private static final int MINUTE = 60;
    private static final int HOUR = DecisionStory.HOUR;
    private static final int DAY = 24 * HOUR;
    /** Clocks go forward in Europe fifteen hours later. */
    private static final Instant SPRING = Instant.parse("2026-03-28T10:00:00Z");
    /** And back. */
    private static final Instant AUTUMN = Instant.parse("2026-10-24T10:00:00Z");

    private static final int CHANGE = 15 * HOUR;
    /** No weekend follows within three days. */
    private static final Instant TUESDAY = Instant.parse("2026-02-03T14:00:00Z");

    private static final String REQUESTS = "{ prometheus: metrics, query: requests, every: 1m,"
            + " expect: \">= baseline - 30%\", for: 10m, on-breach: rollback }";
    private static final double ERROR_LIMIT = DecisionStory.ERROR_LIMIT;

    private DecisionDailyCases() {}

    static void add(List<DecisionCase> all) {
        weekend(all);
        nights(all);
        clocks(all);
        outages(all);
        all.add(new DecisionCase(
                "2 to 5 times the traffic for hours of the day before, week unknown",
                REQUESTS,
                Wanted.NO_ROLLBACK,
                false,
                Known.DAY,
                TUESDAY,
                random -> {
                    int from = -random.nextInt(10, 22) * HOUR;
                    int until = from + random.nextInt(2, 8) * HOUR;
                    double times = random.nextDouble(2, 5);
                    return (second, seconds) -> DecisionCases.value(50
                            * (second >= from && second < until ? times : 1)
                            * Math.exp(0.05 * random.nextGaussian()));
                }));
    }

    private static void weekend(List<DecisionCase> all) {
        all.add(new DecisionCase(
                "as many errors a minute, 0.2 to 0.5 times the traffic at the weekend",
                DecisionCases.ERRORS,
                Wanted.NO_ROLLBACK,
                true,
                Known.DAY,
                random -> atWeekend(random, random.nextDouble(0.3, 0.6), second -> 0)));
        all.add(new DecisionCase(
                "the same, then 3 to 10 times the limit besides",
                DecisionCases.ERRORS,
                Wanted.ROLLBACK,
                true,
                Known.DAY,
                random -> {
                    int begins = random.nextInt(50 * HOUR);
                    double share = ERROR_LIMIT * random.nextDouble(3, 10);
                    return atWeekend(random, random.nextDouble(0.1, 0.4), second -> second >= begins ? share : 0);
                }));
    }

    /** Errors at a constant rate, so many of those that are allowed on weekdays, and a share besides. */
    private static Source atWeekend(SplittableRandom random, double part, IntToDoubleFunction share) {
        double traffic = traffic(random);
        double less = random.nextDouble(0.2, 0.5);
        double phase = random.nextDouble(2 * Math.PI);
        IntToDoubleFunction requests = second -> traffic
                * (1 + 0.3 * Math.sin(phase + 2 * Math.PI * second / DAY))
                * (DecisionCases.isWeekend(second) ? less : 1);
        double errors = ERROR_LIMIT * traffic * part;
        return counted(
                random,
                requests,
                second -> Math.min(1, errors / requests.applyAsDouble(second) + share.applyAsDouble(second)));
    }

    private static void nights(List<DecisionCase> all) {
        all.add(new DecisionCase(
                "hardly any requests at night, 10 to 70 % slow then",
                DecisionCases.SLOW, Wanted.NO_ROLLBACK, true, Known.DAY, random -> {
                    int night = random.nextInt(DAY);
                    double few = random.nextDouble(0.003, 0.03);
                    double slow = random.nextDouble(0.1, 0.7);
                    return counted(
                            random,
                            second -> Math.floorMod(second - night, DAY) < 7 * HOUR ? few : 3,
                            second -> Math.floorMod(second - night, DAY) < 7 * HOUR ? slow : 0.01);
                }));
        all.add(new DecisionCase(
                "no requests at night, then 4 to 12 minutes of each day are slow",
                DecisionCases.SLOW,
                Wanted.NO_ROLLBACK,
                true,
                Known.DAY,
                random -> {
                    int night = random.nextInt(DAY);
                    int cold = random.nextInt(4 * MINUTE, 12 * MINUTE);
                    double slow = random.nextDouble(0.2, 0.8);
                    return counted(
                            random,
                            second -> Math.floorMod(second - night, DAY) < 7 * HOUR ? 0 : 10,
                            second -> Math.floorMod(second - night, DAY) < 7 * HOUR + cold ? slow : 0.01);
                }));
        all.add(new DecisionCase(
                "a job of 4 to 14 minutes a day, 2 to 10 times the limit",
                DecisionCases.ERRORS,
                Wanted.NO_ROLLBACK,
                true,
                Known.DAY,
                random -> daily(random, 4 * MINUTE, 14 * MINUTE, 0, 2, 10)));
    }

    private static void clocks(List<DecisionCase> all) {
        for (Instant live : List.of(SPRING, AUTUMN)) {
            int later = live.equals(SPRING) ? -HOUR : HOUR;
            all.add(new DecisionCase(
                    "a peak of 5 minutes to 3 hours a day, clocks put " + (later < 0 ? "forward" : "back"),
                    DecisionCases.ERRORS,
                    Wanted.NO_ROLLBACK,
                    true,
                    Known.DAY,
                    live,
                    random -> daily(random, 5 * MINUTE, 3 * HOUR, later, 1.4, 3)));
        }
    }

    /** Errors for some time of each day, which begins up to ten minutes late. */
    private static Source daily(
            SplittableRandom random, int shortest, int longest, int later, double least, double most) {
        int from = random.nextInt(DAY);
        int lasts = random.nextInt(shortest, longest);
        double size = ERROR_LIMIT * random.nextDouble(least, most);
        int[] late = IntStream.range(0, 8).map(day -> random.nextInt(600)).toArray();
        double traffic = traffic(random);
        return counted(random, second -> traffic, second -> {
            int moved = second - (second >= CHANGE ? later : 0) - from;
            int since = Math.floorMod(moved, DAY) - late[Math.floorDiv(moved, DAY) + 3];
            return since >= 0 && since < lasts ? size : 0.2 * ERROR_LIMIT;
        });
    }

    private static void outages(List<DecisionCase> all) {
        for (int number : List.of(1, 3, 6)) {
            all.add(new DecisionCase(
                    number + (number == 1 ? " outage" : " outages")
                            + " of 3 to 12 minutes the day before, then 3 to 30 times",
                    DecisionCases.ERRORS,
                    Wanted.ROLLBACK,
                    true,
                    Known.DAY,
                    random -> {
                        int apart = DAY / number;
                        int from = -DAY + random.nextInt(apart / 2);
                        int lasts = random.nextInt(3 * MINUTE, 12 * MINUTE);
                        double traffic = traffic(random);
                        double then = random.nextDouble(0.01, 0.2);
                        double now = ERROR_LIMIT * random.nextDouble(3, 30);
                        return counted(random, second -> traffic, second -> {
                            boolean isOutage =
                                    second >= from && second < 0 && Math.floorMod(second - from, apart) < lasts;
                            return second >= 0 ? now : isOutage ? then : 0.3 * ERROR_LIMIT;
                        });
                    }));
        }
    }

    private static double traffic(SplittableRandom random) {
        return Math.pow(10, random.nextDouble(1, 3));
    }

    /** Requests and bad ones of them a second, by Poisson; idle where there are none. */
    private static Source counted(SplittableRandom random, IntToDoubleFunction requests, IntToDoubleFunction share) {
        DecisionCounts counts = new DecisionCounts(random);
        return (second, seconds) -> {
            long good = 0;
            long bad = 0;
            for (int at = second - seconds; at < second; at++) {
                double rate = requests.applyAsDouble(at);
                double some = share.applyAsDouble(at);
                good += counts.next(rate * (1 - some));
                bad += counts.next(rate * some);
            }
            long total = good + bad;
            return total == 0
                    ? Outcome.NoData.idle("no requests")
                    : new Outcome.Measured((double) bad / total, Optional.of(new Counts(bad, total)), "");
        };
    }
}
