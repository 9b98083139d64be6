package dev.probation.rules.evidence.proportion;

import java.util.List;

/**
 * What {@link RatioEvidence} holds, as plain numbers to be stored.
 *
 * @param starts how often the test has been started
 * @param settled when what is taken out was last taken out for good, in nanoseconds since the test's start
 * @param clump how many bad events count as one
 * @param arrivals how bad events arrive
 * @param recent the last points in time, oldest first, the last of which is the present
 * @param groups starts that will share their fate from now on, oldest first for each alternative
 */
public record RatioSnapshot(
        long starts, long settled, double clump, Arrivals arrivals, List<Point> recent, List<Group> groups) {

    public RatioSnapshot {
        recent = List.copyOf(recent);
        groups = List.copyOf(groups);
    }

    /**
     * What had been counted by a sample.
     *
     * @param time nanoseconds since the test's start
     * @param bad bad events since the test's start
     * @param total all events since then
     */
    public record Point(long time, long bad, long total) {}

    /**
     * Starts that the same stretch is taken out of.
     *
     * @param bad bad events up to where the weight speaks of: the newest of the starts, or the last settlement
     * @param total all events up to there
     * @param logWeight the logarithm of the starts' weights, each times its likelihood ratio up to there
     * @param takenOut the log likelihood ratio of the best stretch, at least 0
     */
    public record Group(int alternative, long bad, long total, double logWeight, double takenOut) {}
}
