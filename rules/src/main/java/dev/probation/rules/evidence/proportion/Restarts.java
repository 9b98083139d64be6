package dev.probation.rules.evidence.proportion;

import java.time.Duration;

/**
 * When a test is started anew, and the weights of its starts, which sum to 1. A fifth of the weight is on the first start,
 * where most regressions begin. Of the rest, a part falls off slowly for ever, as {@code 1/(k log^2 k)}, so that an early
 * regression is found soon; a half of all is spread evenly over the usual watch, so that a late one is found nearly as soon.
 *
 * <p>Starts are close together, since what a healthy service proves between the last start and the onset has to be made up
 * for. That costs nothing where traffic is low: neighbouring starts have then seen nearly the same, and act as one.
 *
 * @param spacing nanoseconds from one start to the next
 * @param planned how many starts the usual watch has
 */
record Restarts(long spacing, long planned) {

    private static final Duration USUAL_WATCH = Duration.ofHours(72);

    /** Starts within the shortest time that decides. */
    private static final int PER_LASTING = 12;

    static Restarts of(Duration lasting) {
        long spacing = Math.max(1, lasting.toNanos() / PER_LASTING);
        return new Restarts(spacing, Math.max(1, USUAL_WATCH.toNanos() / spacing));
    }

    /** How many starts there are by a time in nanoseconds, the one at the beginning included. */
    long startedBy(long time) {
        return time / spacing + 1;
    }

    /**
     * The weight of the starts after the first {@code from} up to the first {@code until}. What cancels out is less than 1e-15, and
     * one start of millions has 1e-9.
     */
    double weight(long from, long until) {
        return weightAfter(from) - weightAfter(until);
    }

    /** The weight of all starts after the first {@code from}. */
    double weightAfter(long from) {
        double even = (double) (planned - Math.min(from, planned)) / planned;
        return (1 / slowness(from) + even) / 2;
    }

    private static double slowness(long starts) {
        return starts == 0 ? 1 : 1 + Math.log(2 + (starts - 1.0) / PER_LASTING);
    }
}
