package dev.probation.rules.check;

import dev.probation.rules.evidence.proportion.Bursts;
import dev.probation.rules.evidence.proportion.RatioRule;

/**
 * Makes a check a proportion: of all events, which its samples count, only a share may be bad. Its state rests on all that
 * was counted rather than on samples in a row, each of which is a coin toss.
 *
 * @param allowed the share of events that may be bad, above 0 and below 1
 * @param bursts how many bursts in 24 hours are forgiven, each shorter than a breach must last; at least 1
 * @param alpha the chance that a service which keeps to that share is ever found above it, above 0 and below 1
 */
public record Proportion(double allowed, int bursts, double alpha) {

    /** So many bursts are forgiven by default. */
    public static final int BURSTS = RatioRule.FORGIVEN;

    /** No more are remembered. */
    public static final int MOST_BURSTS = Bursts.MOST - 1;

    /** With as many bursts as are forgiven by default. */
    public Proportion(double allowed, double alpha) {
        this(allowed, BURSTS, alpha);
    }

    public Proportion {
        if (!(allowed > 0 && allowed < 1)) {
            throw new IllegalArgumentException("the share allowed must be above 0% and below 100%, but was " + allowed);
        }
        if (bursts < 1 || bursts > MOST_BURSTS) {
            throw new IllegalArgumentException(
                    "the bursts forgiven must be from 1 to " + MOST_BURSTS + ", but were " + bursts);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be above 0% and below 100%, but was " + alpha);
        }
    }
}
