package dev.probation.rules.evidence.proportion;

import dev.probation.rules.evidence.proportion.RatioSnapshot.Group;
import dev.probation.rules.evidence.proportion.RatioSnapshot.Point;
import dev.probation.rules.sample.Counts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link RatioRule} has found in the samples so far: an e-value, which stays below {@code 1/alpha} for ever with a
 * chance of at least {@code 1 - alpha} while the share is at most the limit, however often one looks. Immutable.
 *
 * <p>It is a mixture of likelihood ratios, restarted again and again so that a healthy past does not outweigh the
 * present. From each, the best contiguous stretch that one burst shorter than {@code lasting} can touch is taken out, so
 * that no single burst decides. At most once in ten times that long, where it would have decided by itself and the
 * last {@code lasting} was clean, it is taken out for good and the next best is looked for, so that the bursts of three
 * days do not add up. What is taken out is never negative, so the bound holds whatever the rule; bursts that come more often do count.
 *
 * <p>See Howard, Ramdas, McAuliffe, Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences" (2021) for
 * mixtures of likelihood ratios; Shin, Ramdas, Rinaldo, "E-detectors" (2023) for restarts; Lindon, Sanden, Shirikian,
 * "Rapid regression detection in software deployments through sequential testing" (KDD 2022) for their use on
 * deployments.
 */
public final class RatioEvidence {

    /** A burst in so many times {@code lasting} is forgiven. */
    private static final int FORGIVING = 10;

    private final long starts;
    private final long settled;
    private final RecentCounts recent;
    private final StartGroups[] groups;
    private final double logE;
    private final double stretchLogE;
    private final boolean reached;

    private RatioEvidence(RatioRule test, long starts, long settled, RecentCounts recent, StartGroups[] groups) {
        this.starts = starts;
        this.settled = settled;
        this.recent = recent;
        this.groups = groups;
        this.logE = logE(test, starts, recent, groups);
        Counts stretch = stretch();
        this.stretchLogE = test.alternatives().logMean(stretch.bad(), stretch.total());
        this.reached = logE >= test.enough();
    }

    /** Before the first sample. */
    public static RatioEvidence none(RatioRule test) {
        StartGroups[] groups = new StartGroups[test.alternatives().count()];
        for (int j = 0; j < groups.length; j++) {
            groups[j] = StartGroups.first(Math.log(test.restarts().weight(0, 1)));
        }
        return new RatioEvidence(test, 1, 0, RecentCounts.none(), groups);
    }

    /** The same evidence again, to the last bit, that the snapshot was taken of; the test is the same, too. */
    public static RatioEvidence of(RatioRule test, RatioSnapshot snapshot) {
        StartGroups[] groups = new StartGroups[test.alternatives().count()];
        for (int j = 0; j < groups.length; j++) {
            int alternative = j;
            groups[j] = StartGroups.of(snapshot.groups().stream()
                    .filter(group -> group.alternative() == alternative)
                    .toList());
        }
        return new RatioEvidence(
                test, snapshot.starts(), snapshot.settled(), RecentCounts.of(snapshot.recent()), groups);
    }

    /**
     * With one more sample. What it counted came in since the sample before, or since the test's start; a sample from
     * before the start is left out. Where the clock went back, no time has passed.
     *
     * @param bad bad events since the sample before
     * @param total all events since the sample before
     */
    public RatioEvidence next(RatioRule test, Instant at, long bad, long total) {
        if (bad < 0 || bad > total) {
            throw new IllegalArgumentException(
                    "bad events must be between 0 and the total, but were " + bad + " of " + total);
        }
        if (!at.isAfter(test.start())) {
            return this;
        }
        int last = recent.last();
        long time = Math.max(recent.time(last), test.time(at));
        RecentCounts after = recent.with(
                time,
                recent.bad(last) + bad,
                recent.total(last) + total,
                test.lasting().toNanos());
        long startsNow = test.restarts().startedBy(time);
        double logWeight = Math.log(test.restarts().weight(starts, startsNow));
        StartGroups[] next = new StartGroups[groups.length];
        for (int j = 0; j < next.length; j++) {
            next[j] = groups[j].next(test.alternatives().get(j), recent, after, logWeight);
        }
        RatioEvidence found = new RatioEvidence(test, startsNow, settled, after, next);
        boolean due = time - settled >= FORGIVING * test.lasting().toNanos();
        return due && found.stretchLogE <= 0 ? found.settled(test, time) : found;
    }

    /** Little that comes by chance is no burst, and is not forgiven for good: at low traffic it is all the evidence there is. */
    private RatioEvidence settled(RatioRule test, long time) {
        StartGroups[] settling = groups.clone();
        boolean any = false;
        for (int j = 0; j < settling.length; j++) {
            if (groups[j].mostTakenOut() >= test.enough()) {
                settling[j] = groups[j].settled(
                        test.alternatives().get(j), recent.bad(recent.last()), recent.total(recent.last()));
                any = true;
            }
        }
        return any ? new RatioEvidence(test, starts, time, recent, settling) : this;
    }

    /** Starts that are yet to come count with their weight, as tests that have seen nothing. */
    private static double logE(RatioRule test, long starts, RecentCounts recent, StartGroups[] groups) {
        long bad = recent.bad(recent.last());
        long total = recent.total(recent.last());
        double[] terms = new double[groups.length + 1];
        for (int j = 0; j < groups.length; j++) {
            Alternative alternative = test.alternatives().get(j);
            terms[j] = alternative.logWeight() + groups[j].logSum(alternative, bad, total);
        }
        terms[groups.length] = Math.log(test.restarts().weightAfter(starts));
        return LogSum.of(terms);
    }

    /** The logarithm of the e-value: 0 at the beginning. */
    public double logE() {
        return logE;
    }

    /**
     * Whether the evidence says that the share is above the limit. By Ville's inequality the chance that it ever does so
     * of a share that is not, is at most alpha. It may stay so for long after the share is well again; who judges anew from
     * then on takes a new test with its own start, and shares alpha among them.
     */
    public boolean isReached() {
        return reached;
    }

    /** What was counted in the last {@code lasting}: the fewest last samples that span it, or all where none do. */
    public Counts stretch() {
        int last = recent.last();
        return new Counts(recent.bad(last) - recent.bad(0), recent.total(last) - recent.total(0));
    }

    /**
     * The logarithm of the mean likelihood ratio over {@link #stretch()} alone, from which nothing is taken out: above 0
     * where the last {@code lasting} speaks against the limit, and at most 0 where its share is not above it.
     */
    public double stretchLogE() {
        return stretchLogE;
    }

    /** What was counted since the test's start. */
    public Counts counts() {
        return new Counts(recent.bad(recent.last()), recent.total(recent.last()));
    }

    /** All that it holds, to be stored. */
    public RatioSnapshot snapshot() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < recent.size(); i++) {
            points.add(recent.at(i));
        }
        List<Group> all = new ArrayList<>();
        for (int j = 0; j < groups.length; j++) {
            for (int i = 0; i < groups[j].size(); i++) {
                all.add(groups[j].at(j, i));
            }
        }
        return new RatioSnapshot(starts, settled, points, all);
    }
}
