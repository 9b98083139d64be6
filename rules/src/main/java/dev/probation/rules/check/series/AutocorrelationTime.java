package dev.probation.rules.check.series;

import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long a value remembers what it was: the time after which the correlation of what is left of it beside its course over the day
 * has fallen to a third (1/e), as for a first-order autoregression. Values that are taken more often are no evidence of their own
 * (von Storch and Zwiers, "Statistical Analysis in Climate Research", 1999, section 17.1).
 */
final class AutocorrelationTime {

    private static final Duration LAG = Duration.ofMinutes(5);
    /** A pair may be so much farther apart. */
    private static final Duration LATE = Duration.ofMinutes(1);
    /** The course over the day is the median of this much to either side. */
    private static final Duration AROUND = Duration.ofHours(1);
    /** Fewer pairs tell of no memory. */
    private static final int FEWEST = 40;

    private static final double FORGOTTEN = 0.1;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Instant[] at;
    private final double[] values;

    private AutocorrelationTime(List<Sample> samples) {
        at = samples.stream().map(Sample::at).toArray(Instant[]::new);
        values = samples.stream()
                .mapToDouble(sample -> ((Outcome.Measured) sample.outcome()).value())
                .toArray();
    }

    /** Of samples in the order of their instants; at most an hour. */
    static Duration of(List<Sample> samples) {
        AutocorrelationTime autocorrelation = new AutocorrelationTime(samples.stream()
                .filter(sample -> sample.outcome() instanceof Outcome.Measured)
                .toList());
        double kept = autocorrelation.correlation();
        double lags = kept < FORGOTTEN ? 0 : -1 / Math.log(Math.min(kept, 1 - 1e-9));
        double seconds = Math.min((double) LONGEST.toSeconds(), LAG.toSeconds() * lags);
        return Duration.ofSeconds(Math.round(seconds));
    }

    private double correlation() {
        double[] rest = rest();
        double products = 0;
        double squares = 0;
        int pairs = 0;
        int later = 0;
        for (int i = 0; i < at.length; i++) {
            while (later < at.length && at[later].isBefore(at[i].plus(LAG))) {
                later++;
            }
            if (later < at.length && !at[later].isAfter(at[i].plus(LAG).plus(LATE))) {
                products += rest[i] * rest[later];
                squares += rest[i] * rest[i];
                pairs++;
            }
        }
        return pairs < FEWEST || squares == 0 ? 0 : products / squares;
    }

    /** What is left of each value beside those around it. */
    private double[] rest() {
        double[] rest = new double[values.length];
        MovingMedian around = new MovingMedian(values.length);
        int from = 0;
        int to = 0;
        for (int i = 0; i < values.length; i++) {
            while (to < at.length && !at[to].isAfter(at[i].plus(AROUND))) {
                around.add(values[to++]);
            }
            while (at[from].isBefore(at[i].minus(AROUND))) {
                around.remove(values[from++]);
            }
            rest[i] = values[i] - around.median();
        }
        return rest;
    }
}
