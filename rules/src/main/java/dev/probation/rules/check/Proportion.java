package dev.probation.rules.check;

/**
 * Makes a check a proportion: of all events, which its samples count, only a share may be bad. Its state rests on all that
 * was counted rather than on samples in a row, each of which is a coin toss.
 *
 * @param allowed the share of events that may be bad, from 0 to below 1
 * @param alpha the chance that a service which keeps to that share is ever found above it, above 0 and below 1
 */
public record Proportion(double allowed, double alpha) {

    /** A limit of none at all is tested as one in a billion, since any test needs a share to compare with. */
    private static final double LEAST = 1e-9;

    public Proportion {
        if (!(allowed >= 0 && allowed < 1)) {
            throw new IllegalArgumentException("the share allowed must be from 0% to below 100%, but was " + allowed);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be above 0% and below 100%, but was " + alpha);
        }
    }

    /** The share that is tested. */
    double tested() {
        return Math.max(allowed, LEAST);
    }
}
