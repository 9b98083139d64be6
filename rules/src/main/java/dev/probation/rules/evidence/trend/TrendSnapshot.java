package dev.probation.rules.evidence.trend;

import java.util.List;
import java.util.Optional;

/**
 * What {@link TrendProgress} holds, as plain finite numbers to be stored; without stretches, there was no value.
 *
 * @param from when the first value was taken, in seconds since the deployment
 * @param to when the newest was
 * @param width of a stretch, in seconds
 * @param begin of what is looked at, in seconds since the deployment: the first value, or the newest restart
 * @param looks how many were due since then
 */
public record TrendSnapshot(
        double from,
        double to,
        double width,
        double begin,
        int looks,
        List<Stretch> stretches,
        Optional<Trend> newest) {

    public TrendSnapshot {
        stretches = List.copyOf(stretches);
    }

    /** The least value of a stretch of time, counted from the first. */
    public record Stretch(int index, double least) {}
}
