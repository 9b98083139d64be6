package dev.probation.rules.evidence;

/**
 * The weights of the starts of a test, the first of which is number 1. Half of the weight falls off slowly for ever, as
 * {@code 1/(k log^2 k)}, so that an early regression is found soon; half is spread evenly over the starts of the usual
 * watch, so that a late one is found nearly as soon. All weights sum to 1.
 *
 * @param planned how many starts the usual watch has
 */
record Restarts(long planned) {

    /** The weight of the starts after the first {@code from} up to the first {@code until}, without cancellation. */
    double weight(long from, long until) {
        double slow = Math.log1p((double) (until - from) / (from + 1)) / (slowness(from) * slowness(until));
        double even = (double) (Math.min(until, planned) - Math.min(from, planned)) / planned;
        return (slow + even) / 2;
    }

    /** The weight of all starts after the first {@code from}. */
    double weightAfter(long from) {
        double even = (double) (planned - Math.min(from, planned)) / planned;
        return (1 / slowness(from) + even) / 2;
    }

    private static double slowness(long starts) {
        return 1 + Math.log(starts + 1.0);
    }
}
