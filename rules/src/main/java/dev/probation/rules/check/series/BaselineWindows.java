package dev.probation.rules.check.series;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What of a baseline is held against values of some time after the deployment. */
final class BaselineWindows {

    private static final Duration WEEK = Duration.ofDays(7);
    /** Of the same time of day, to either side. */
    private static final Duration AROUND = Duration.ofHours(1);
    /** Until so long after it, the hour before the deployment tells of the same time of day. */
    private static final Duration SAME_TIME = Duration.ofHours(1);

    private static final int MOST = 60;

    private BaselineWindows() {}

    /** Finds references for values of a time. */
    @FunctionalInterface
    interface At {
        /** Those for values around an instant; some may be too short to tell anything. */
        List<BaselineWindow> around(Instant middle);
    }

    /**
     * The same time of day of the last day before the deployment and of the week before; and the hour before it, for as long as
     * that is the same time of day. Where the week before is not known, a weekend tells nothing of a weekday, and a weekday
     * nothing of a weekend.
     */
    static List<BaselineWindow> of(Baseline baseline, Instant middle) {
        BaselineWindow day = day(baseline, middle);
        BaselineWindow week = week(baseline, middle);
        List<BaselineWindow> daily = hasWeekendBetween(baseline, middle, day, week)
                ? List.of()
                : Stream.of(day, week).filter(one -> one.values().length > 0).toList();
        if (middle.isAfter(baseline.deployedAt().plus(SAME_TIME))) {
            return daily;
        }
        return Stream.concat(near(baseline).stream(), daily.stream()).toList();
    }

    /** Whether one day alone is known of a time, which may have been of a weekday for a weekend, or the other way round. */
    static boolean hasWeekendBetween(Baseline baseline, Instant middle) {
        return hasWeekendBetween(baseline, middle, day(baseline, middle), week(baseline, middle));
    }

    private static boolean hasWeekendBetween(
            Baseline baseline, Instant middle, BaselineWindow day, BaselineWindow week) {
        return day.values().length > 0
                && week.values().length == 0
                && WallClocks.mayBeOfWeekendAndWeekday(middle.minus(baseline.sinceDayBefore(middle)), middle);
    }

    private static BaselineWindow day(Baseline baseline, Instant middle) {
        return around(baseline, middle.minus(baseline.sinceDayBefore(middle)), "the same time on the day before");
    }

    private static BaselineWindow week(Baseline baseline, Instant middle) {
        return around(baseline, middle.minus(WEEK), "the same time a week before");
    }

    private static BaselineWindow around(Baseline baseline, Instant middle, String name) {
        return new BaselineWindow(name, some(baseline.values(middle.minus(AROUND), middle.plus(AROUND))));
    }

    /** Evenly spread, where there are more than the exact test takes a few milliseconds for. */
    private static double[] some(double[] values) {
        int step = (values.length + MOST - 1) / MOST;
        return values.length <= MOST
                ? values
                : IntStream.range(0, values.length / step)
                        .mapToDouble(i -> values[i * step])
                        .toArray();
    }

    /** The hour before the deployment; empty where nothing is known of it. */
    static List<BaselineWindow> near(Baseline baseline) {
        double[] values = baseline.values(baseline.deployedAt().minus(Baseline.NEAR), baseline.deployedAt());
        return values.length == 0 ? List.of() : List.of(new BaselineWindow("the hour before the deployment", values));
    }
}
