package dev.probation.rules.check;

/**
 * Makes the answers of a check events, of which only a share may be bad. What fails it besides, by their number or for a time,
 * fails it all the same.
 *
 * @param tolerated the share that may be bad, from 0 to below 1
 * @param alpha the chance that a service which keeps to that share is ever found above it, above 0 and below 1
 */
public record AnswerShare(double tolerated, double alpha) {

    public AnswerShare {
        if (!(tolerated >= 0 && tolerated < 1)) {
            throw new IllegalArgumentException(
                    "the share tolerated must be at least 0% and below 100%, but was " + tolerated);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be above 0% and below 100%, but was " + alpha);
        }
    }
}
