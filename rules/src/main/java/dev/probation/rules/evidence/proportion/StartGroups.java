package dev.probation.rules.evidence.proportion;

import dev.probation.rules.evidence.proportion.RatioSnapshot.Group;
import java.util.Arrays;
import java.util.List;

/**
 * The starts of one alternative's test, oldest first, those that share their fate in one group. Immutable.
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

    private static final StartGroups NONE = new StartGroups(0, new long[0], new double[0]);

    /** Per group what had been counted before its newest start: bad, total. Longer than the groups are many, as some have joined. */
    private final long[] counts;

    /** Per group the log weight and what is taken out; as long. */
    private final double[] logs;

    /** Of the groups; changes on a fresh copy only. */
    private int size;

    private StartGroups(int size, long[] counts, double[] logs) {
        this.size = size;
        this.counts = counts;
        this.logs = logs;
    }

    /** One start, before anything was counted. */
    static StartGroups first(double logWeight) {
        return new StartGroups(1, new long[2], new double[] {logWeight, 0});
    }

    static StartGroups of(List<Group> groups) {
        StartGroups all = NONE;
        for (Group group : groups) {
            all = all.with(group.bad(), group.total(), group.logWeight());
            all.logs[2 * all.size - 1] = group.takenOut();
        }
        return all;
    }

    /** With one more group, from which nothing is taken out yet. */
    private StartGroups with(long bad, long total, double logWeight) {
        long[] moreCounts = Arrays.copyOf(counts, 2 * size + 2);
        moreCounts[2 * size] = bad;
        moreCounts[2 * size + 1] = total;
        double[] moreLogs = Arrays.copyOf(logs, 2 * size + 2);
        moreLogs[2 * size] = logWeight;
        moreLogs[2 * size + 1] = 0;
        return new StartGroups(size + 1, moreCounts, moreLogs);
    }

    /**
     * After one more sample.
     *
     * @param after the points in time up to this sample
     * @param beginnings those of them at which the best stretch that ends with this sample can begin, the newest first
     * @param logWeight of the starts that fell into the sample's interval; minus infinity where there is none
     */
    StartGroups next(Alternative alternative, RecentCounts after, int[] beginnings, double logWeight) {
        int now = after.last();
        StartGroups next = logWeight == Double.NEGATIVE_INFINITY
                ? new StartGroups(size, counts.clone(), logs.clone())
                : with(after.bad(now), after.total(now), logWeight);
        if (beginnings.length > 0) {
            next.takeOut(alternative, after, beginnings);
        }
        next.merge(alternative);
        return next;
    }

    /** Holds the stretches that end with the newest sample against the best before; only called on a fresh copy. */
    private void takeOut(Alternative alternative, RecentCounts after, int[] beginnings) {
        long bad = after.bad(after.last());
        long total = after.total(after.last());
        double best = 0;
        int tried = 0;
        for (int group = size - 1; group >= 0; group--) {
            while (tried < beginnings.length && after.total(beginnings[tried]) >= total(group)) {
                int from = beginnings[tried];
                double ratio = alternative.logRatio(bad - after.bad(from), total - after.total(from));
                best = ratio > best ? ratio : best;
                tried++;
            }
            if (best > takenOut(group)) {
                logs[2 * group + 1] = best;
            }
        }
    }

    /**
     * Makes neighbours that lose the same, now and from now on, one group; only called on a fresh copy. An older start that would
     * not count beside a newer one even if it lost no more will never count again, and is left out.
     */
    private void merge(Alternative alternative) {
        int kept = 0;
        for (int group = 1; group < size; group++) {
            double older = logWeight(kept) + between(alternative, kept, group);
            boolean isNothing = older < logWeight(group) - NOTHING;
            boolean alike = takenOut(group) == takenOut(kept);
            double logWeight = alike && !isNothing ? LogSum.of(logWeight(group), older) : logWeight(group);
            kept += alike || isNothing ? 0 : 1;
            counts[2 * kept] = bad(group);
            counts[2 * kept + 1] = total(group);
            logs[2 * kept + 1] = takenOut(group);
            logs[2 * kept] = logWeight;
        }
        size = kept + 1;
    }

    /** The most that is taken out of any start: of the oldest. */
    double mostTakenOut() {
        return takenOut(0);
    }

    /** All starts as one, from which what is taken out now is taken out for good; what is counted next begins anew. */
    StartGroups settled(Alternative alternative, long bad, long total) {
        return new StartGroups(1, new long[] {bad, total}, new double[] {logSum(alternative, bad, total), 0});
    }

    /**
     * All starts as one that goes on with other odds. It keeps what they have lost, but not what they have won: that was
     * won with the wrong ones.
     *
     * @param logStarted the logarithm of the weight that they began with
     */
    StartGroups rebegun(Alternative alternative, long bad, long total, double logStarted) {
        double kept = Math.min(logSum(alternative, bad, total), logStarted);
        return new StartGroups(1, new long[] {bad, total}, new double[] {kept, 0});
    }

    private double between(Alternative alternative, int older, int newer) {
        return alternative.logRatio(bad(newer) - bad(older), total(newer) - total(older));
    }

    /** The logarithm of the sum over all starts: weight times likelihood ratio, without the best stretch. */
    double logSum(Alternative alternative, long bad, long total) {
        double[] terms = new double[size];
        for (int group = 0; group < terms.length; group++) {
            terms[group] =
                    logWeight(group) + alternative.logRatio(bad - bad(group), total - total(group)) - takenOut(group);
        }
        return LogSum.of(terms);
    }

    int size() {
        return size;
    }

    Group at(int alternative, int group) {
        return new Group(alternative, bad(group), total(group), logWeight(group), takenOut(group));
    }

    private long bad(int group) {
        return counts[2 * group];
    }

    private long total(int group) {
        return counts[2 * group + 1];
    }

    private double logWeight(int group) {
        return logs[2 * group];
    }

    private double takenOut(int group) {
        return logs[2 * group + 1];
    }
}
