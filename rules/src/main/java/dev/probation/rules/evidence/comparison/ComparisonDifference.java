package dev.probation.rules.evidence.comparison;

/**
 * By how much two samples differ, whether or not by chance.
 *
 * @param median the Hodges-Lehmann difference, current less baseline
 * @param mean the difference of the means; it sees what touches few samples, which the median of differences does not
 * @param effect Cliff's delta, -1 to 1: how much more often a current value is the greater of a pair than the lesser
 * @param limit the difference that is tolerated
 */
public record ComparisonDifference(
        double median, double mean, double effect, double baselineMedian, double currentMedian, double limit) {

    /** Whether it is larger than tolerated, upwards where {@code sign} is 1, downwards where it is -1. */
    boolean isLarge(int sign) {
        return isMedianLarge(sign) || isMeanLarge(sign);
    }

    boolean isMedianLarge(int sign) {
        return sign * median > limit;
    }

    boolean isMeanLarge(int sign) {
        return sign * mean > limit;
    }
}
