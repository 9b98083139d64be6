package dev.probation.rules.evidence;

/**
 * How fast a value may rise.
 *
 * @param limit the part of its first level by which it may rise in an hour, such as 0.01
 * @param confidence the chance, over 0.5, that nothing is found where nothing rises, all looks together
 */
public record TrendRule(double limit, double confidence) {

    public TrendRule {
        if (!(limit > 0 && Double.isFinite(limit))) {
            throw new IllegalArgumentException("the limit of a trend must be over 0, but was " + limit);
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new IllegalArgumentException("the confidence must be over 0.5 and below 1, but was " + confidence);
        }
    }
}
