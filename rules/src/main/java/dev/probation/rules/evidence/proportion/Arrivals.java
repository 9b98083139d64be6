package dev.probation.rules.evidence.proportion;

/**
 * How bad events arrive: one by one or in clumps, and in which bursts. Immutable.
 *
 * @param dispersion how many come together
 * @param bursts those of the last day
 */
public record Arrivals(Dispersion dispersion, Bursts bursts) {

    /** Before anything was counted. */
    public static final Arrivals NONE = new Arrivals(Dispersion.NONE, Bursts.NONE);

    /** With the newest of the points that were counted. */
    Arrivals next(RatioRule test, RecentCounts counted) {
        return new Arrivals(dispersion.next(counted, test.lastingNanos()), bursts.next(test, counted));
    }

    /** What is known of them where a test begins to count at a time. */
    Arrivals from(long time) {
        return new Arrivals(dispersion.from(time), bursts);
    }

    Arrivals withoutBursts() {
        return new Arrivals(dispersion, Bursts.NONE);
    }
}
