package dev.probation.rules.evidence.comparison;

/**
 * When a difference between two samples counts: it is significant, and greater than what is tolerated.
 *
 * @param tolerance the part of the baseline's median by which values may differ; where that median is 0, the part of the mean of the
 *     baseline's absolute values
 * @param confidence the chance, over 0.5, that no difference is found where there is none
 */
public record ComparisonRule(ComparisonDirection direction, double tolerance, double confidence) {

    public static final double USUAL_CONFIDENCE = 0.98;

    public ComparisonRule {
        if (!(tolerance >= 0 && Double.isFinite(tolerance))) {
            throw new IllegalArgumentException("the tolerance must be 0 or more, but was " + tolerance);
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new IllegalArgumentException("the confidence must be over 0.5 and below 1, but was " + confidence);
        }
    }

    /** The chance of a false finding on one side. */
    double level() {
        double alpha = 1 - confidence;
        return direction == ComparisonDirection.EITHER ? alpha / 2 : alpha;
    }
}
