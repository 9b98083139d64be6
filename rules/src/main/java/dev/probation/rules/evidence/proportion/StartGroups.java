package dev.probation.rules.evidence.proportion;

import dev.probation.rules.evidence.proportion.RatioSnapshot.Group;
import dev.probation.rules.sample.Counts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The starts of one alternative's test, those that share their fate in one group: the newest group, and the older ones that it
 * is linked to. Immutable, so that a sample which changes only the newest leaves the others where they are.
 *
 * <p>The stretch that is taken out of a start is the best one after it, so an older start loses at least as much as a newer
 * one. Once two lose the same, they do so for ever: were there a point between them from which a stretch that is yet to come
 * had better begin, then the newer one's best stretch would have been better from there, too. So they become one group, and
 * what they contribute one number, the sum of their weights times their likelihood ratios. A new best stretch makes equal
 * all that had lost less.
 */
final class StartGroups {

    /** What is smaller by this factor's logarithm is lost when doubles are added, many times over. */
    private static final double NOTHING = 50;

    /** What had been counted before its newest start. */
    private final long bad;

    private final long total;
    private final double logWeight;
    private final double takenOut;
    private final @Nullable StartGroups older;

    /** Of the oldest. */
    private final double mostTakenOut;

    private StartGroups(long bad, long total, double logWeight, double takenOut, @Nullable StartGroups older) {
        this.bad = bad;
        this.total = total;
        this.logWeight = logWeight;
        this.takenOut = takenOut;
        this.older = older;
        this.mostTakenOut = older == null ? takenOut : older.mostTakenOut;
    }

    private static StartGroups one(long bad, long total, double logWeight) {
        return new StartGroups(bad, total, logWeight, 0, null);
    }

    /** One start, before anything was counted. */
    static StartGroups first(double logWeight) {
        return one(0, 0, logWeight);
    }

    /** The same as they were stored, oldest first; at least one. */
    static StartGroups of(List<Group> groups) {
        StartGroups all = null;
        for (Group group : groups) {
            all = new StartGroups(group.bad(), group.total(), group.logWeight(), group.takenOut(), all);
        }
        if (all == null) {
            throw new IllegalArgumentException("an alternative has at least one group of starts, but has none");
        }
        return all;
    }

    /**
     * After one more sample.
     *
     * @param after the points in time up to this sample
     * @param ending the stretches that end with this sample, of which one may be the best
     * @param logWeight of the starts that fell into the sample's interval; minus infinity where there is none
     */
    StartGroups next(Alternative alternative, RecentCounts after, Stretches ending, double logWeight) {
        StartGroups left = ending.areWorse(alternative, takenOut) ? this : without(alternative, ending, 0, 0);
        return logWeight == Double.NEGATIVE_INFINITY
                ? left
                : grouped(alternative, after.bad(after.last()), after.total(after.last()), logWeight, 0, left);
    }

    /**
     * What is left where a stretch that ends with the newest sample is better than what was taken out before.
     *
     * @param tried so many of those stretches begin after a newer group
     * @param best the most that one of these would take out, at least 0
     */
    private StartGroups without(Alternative alternative, Stretches ending, int tried, double best) {
        int all = ending.beganSince(total, tried);
        double most = ending.best(alternative, tried, all, best);
        StartGroups left = older == null ? null : older.without(alternative, ending, all, most);
        return left == older && most <= takenOut
                ? this
                : grouped(alternative, bad, total, logWeight, Math.max(most, takenOut), left);
    }

    /**
     * A group that makes one with the older ones that lose the same, now and from now on. An older start that would not count
     * beside it even if it lost no more will never count again, and is left out.
     */
    private static StartGroups grouped(
            Alternative alternative,
            long bad,
            long total,
            double logWeight,
            double takenOut,
            @Nullable StartGroups older) {
        double sum = logWeight;
        StartGroups apart = older;
        while (apart != null) {
            double grown = apart.logWeight + alternative.logRatio(bad - apart.bad, total - apart.total);
            boolean isNothing = grown < sum - NOTHING;
            if (!isNothing && apart.takenOut != takenOut) {
                break;
            }
            sum = isNothing ? sum : LogSum.of(sum, grown);
            apart = apart.older;
        }
        return new StartGroups(bad, total, sum, takenOut, apart);
    }

    /** The most that is taken out of any start: of the oldest. */
    double mostTakenOut() {
        return mostTakenOut;
    }

    /** All starts as one, from which what is taken out now is taken out for good; what is counted next begins anew. */
    StartGroups settled(Alternative alternative, Counts counted) {
        return one(counted.bad(), counted.total(), logSum(alternative, counted));
    }

    /**
     * All starts as one that goes on with other odds. It keeps what they have lost, but not what they have won: that was
     * won with the wrong ones.
     *
     * @param logStarted the logarithm of the weight that they began with
     */
    StartGroups rebegun(Alternative alternative, Counts counted, double logStarted) {
        return one(counted.bad(), counted.total(), Math.min(logSum(alternative, counted), logStarted));
    }

    /** The logarithm of the sum over all starts: weight times likelihood ratio, without the best stretch. */
    double logSum(Alternative alternative, Counts counted) {
        double[] terms = new double[size()];
        StartGroups group = this;
        for (int i = terms.length - 1; group != null; i--) {
            terms[i] = group.logWeight
                    + alternative.logRatio(counted.bad() - group.bad, counted.total() - group.total)
                    - group.takenOut;
            group = group.older;
        }
        return LogSum.of(terms);
    }

    private int size() {
        return older == null ? 1 : older.size() + 1;
    }

    /** To be stored, oldest first. */
    List<Group> stored(int alternative) {
        List<Group> all = new ArrayList<>();
        for (StartGroups group = this; group != null; group = group.older) {
            all.add(new Group(alternative, group.bad, group.total, group.logWeight, group.takenOut));
        }
        Collections.reverse(all);
        return all;
    }
}
