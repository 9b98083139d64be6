package dev.probation.rules.check;

import dev.probation.rules.sample.Counts;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** How likely so many bad events are, were the share of bad ones known. */
final class BinomialTail {

    private BinomialTail() {}

    /** The chance of as many bad events or more. */
    static double ofAtLeast(Counts counts, double share) {
        return of(counts, share).survivalProbability(number(counts.bad()) - 1);
    }

    /** The chance of as many bad events or fewer. */
    static double ofAtMost(Counts counts, double share) {
        return of(counts, share).cumulativeProbability(number(counts.bad()));
    }

    private static BinomialDistribution of(Counts counts, double share) {
        return BinomialDistribution.of(number(counts.total()), share);
    }

    private static int number(long events) {
        return (int) Math.min(events, Integer.MAX_VALUE);
    }
}
