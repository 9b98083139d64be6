package dev.probation.rules.check;

/**
 * Makes a check a proportion: of all events, which its samples count, only a share may be bad. Its state rests on all that
 * was counted rather than on samples in a row, each of which is a coin toss.
 *
 * @param allowed the share of events that may be bad, above 0 and below 1
 * @param alpha the chance that a service which keeps to that share is ever found above it, above 0 and below 1
 */
public record Proportion(double allowed, double alpha) {

    public Proportion {
        if (!(allowed > 0 && allowed < 1)) {
            throw new IllegalArgumentException("the share allowed must be above 0% and below 100%, but was " + allowed);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be above 0% and below 100%, but was " + alpha);
        }
    }
}
