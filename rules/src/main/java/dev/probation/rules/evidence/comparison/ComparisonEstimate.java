package dev.probation.rules.evidence.comparison;

/**
 * By how much two samples differ.
 *
 * @param difference the Hodges-Lehmann difference, current less baseline
 * @param low what the true difference is below with a chance of at most the level of one side
 * @param high what it is above with that chance
 * @param meanDifference the difference of the means; it sees what touches few samples, which the median of differences does not
 * @param effect Cliff's delta, -1 to 1: how much more often a current value is the greater of a pair than the lesser
 * @param pValue the chance of such a difference, in the direction asked about, when nothing but chance tells the samples apart
 * @param limit the difference that is tolerated
 */
public record ComparisonEstimate(
        double difference,
        double low,
        double high,
        double meanDifference,
        double effect,
        double pValue,
        double baselineMedian,
        double currentMedian,
        double limit) {}
