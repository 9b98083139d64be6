package dev.probation.rules.check.series;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What of a baseline is held against values of some time after the deployment. */
final class BaselineWindows {

    private static final Duration DAY = Duration.ofDays(1);
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
     * that is the same time of day.
     */
    static List<BaselineWindow> of(Baseline baseline, Instant middle) {
        Duration since = Duration.between(baseline.deployedAt(), middle);
        Duration days = DAY.multipliedBy(since.dividedBy(DAY) + 1);
        BaselineWindow day = around(baseline, middle.minus(days), "the same time on the day before");
        BaselineWindow week = around(baseline, middle.minus(WEEK), "the same time a week before");
        List<BaselineWindow> daily =
                Stream.of(day, week).filter(one -> one.values().length > 0).toList();
        if (since.compareTo(SAME_TIME) > 0) {
            return daily;
        }
        return Stream.concat(near(baseline).stream(), daily.stream()).toList();
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
