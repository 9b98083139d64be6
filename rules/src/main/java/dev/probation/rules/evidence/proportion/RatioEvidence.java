package dev.probation.rules.evidence.proportion;

import dev.probation.rules.evidence.proportion.RatioSnapshot.Group;
import dev.probation.rules.evidence.proportion.RatioSnapshot.Point;
import dev.probation.rules.sample.Counts;
import java.time.Duration;
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
 * days do not add up. What is taken out is never negative, so the bound holds whatever the rule.
 *
 * <p>Requests are no independent coins: where bad events come in clumps, each clump counts as one, by a likelihood that is
 * tempered by their {@link Dispersion}. Odds may change from sample to sample as long as they are set before the sample,
 * as a bet is. Evidence decides where the newest samples are one breach, by {@link Continuity}. Bursts between which all is
 * well decide by themselves, where they are a pattern, by {@link Bursts}.
 *
 * <p>See Howard, Ramdas, McAuliffe, Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences" (2021) for
 * mixtures of likelihood ratios; Shin, Ramdas, Rinaldo, "E-detectors" (2023) for restarts; Waudby-Smith, Ramdas, "Estimating
 * means of bounded random variables by betting" (2023) for odds that follow what was seen before; Lindon, Sanden, Shirikian,
 * "Rapid regression detection in software deployments through sequential testing" (KDD 2022) for their use on deployments.
 */
public final class RatioEvidence {

    /** A burst in so many times {@code lasting} is forgiven. */
    private static final int FORGIVING = 10;

    /** Clumps may be larger or smaller by this than what they were taken for. */
    private static final double LARGER = 1.5;

    private static final double SMALLER = 1 / 1.4;

    /** So much must be left of a breach where any burst is left out: odds of 10 : 1. */
    private static final double REST = Math.log(10);

    /** More than the errors of doubles add up to. */
    private static final double ROUNDING = 1e-6;

    private final long starts;
    private final long settled;
    private final double clump;
    private final Arrivals arrivals;
    private final RecentCounts recent;
    private final StartGroups[] groups;
    private final Alternatives alternatives;
    private final double logEAtMost;
    private final boolean enough;
    private final Counts stretch;
    private final double breachLogE;
    private final boolean pattern;
    private final boolean reached;

    private RatioEvidence(
            RatioRule test,
            long starts,
            long settled,
            double clump,
            Alternatives alternatives,
            Arrivals arrivals,
            RecentCounts recent,
            StartGroups[] groups) {
        this(test, starts, settled, clump, alternatives, arrivals, recent, groups, Double.POSITIVE_INFINITY);
    }

    /** @param logEAtMost what the logarithm of the e-value surely is not above */
    private RatioEvidence(
            RatioRule test,
            long starts,
            long settled,
            double clump,
            Alternatives alternatives,
            Arrivals arrivals,
            RecentCounts recent,
            StartGroups[] groups,
            double logEAtMost) {
        this.starts = starts;
        this.settled = settled;
        this.clump = clump;
        this.alternatives = alternatives;
        this.arrivals = arrivals;
        this.recent = recent;
        this.groups = groups;
        // to know it takes long, and most of the time it is far from enough
        this.logEAtMost = logEAtMost < test.enough() - ROUNDING ? logEAtMost : logE(test);
        this.enough = this.logEAtMost >= test.enough();
        this.stretch = recent.since(recent.at(recent.time(recent.last()) - test.lastingNanos()));
        this.breachLogE = breachLogE(test);
        this.pattern = breachLogE < test.enough() && isPattern(test);
        this.reached = pattern || breachLogE >= test.enough();
    }

    /** Before the first sample. */
    public static RatioEvidence none(RatioRule test) {
        return none(test, test.before());
    }

    /** Of a breach that is over, so that only how bad events arrive is still known. */
    public RatioEvidence over(RatioRule test) {
        return none(test, arrivals.from(recent.time(recent.last())).withoutBursts());
    }

    private static RatioEvidence none(RatioRule test, Arrivals arrivals) {
        StartGroups[] groups = new StartGroups[test.alternatives().count()];
        for (int j = 0; j < groups.length; j++) {
            groups[j] = StartGroups.first(Math.log(test.restarts().weight(0, 1)));
        }
        double clump = arrivals.dispersion().value();
        Alternatives alternatives = test.alternatives().ofClumps(clump);
        return new RatioEvidence(test, 1, 0, clump, alternatives, arrivals, RecentCounts.none(), groups);
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
                test,
                snapshot.starts(),
                snapshot.settled(),
                snapshot.clump(),
                test.alternatives().ofClumps(snapshot.clump()),
                snapshot.arrivals(),
                RecentCounts.of(snapshot.recent()),
                groups);
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
        long lasting = test.lastingNanos();
        long before = recent.time(recent.last());
        long time = Math.max(before, test.time(at));
        long oldest = Math.min(before - lasting, Continuity.oldest(test, recent, time));
        RecentCounts after = recent.with(time, bad, total, oldest);
        Arrivals arrived = arrivals.next(test, after);
        long startsNow = test.restarts().startedBy(time);
        double logWeight = Math.log(test.restarts().weight(starts, startsNow));
        Stretches ending = Stretches.ending(after, after.at(before - lasting));
        StartGroups[] next = new StartGroups[groups.length];
        for (int j = 0; j < next.length; j++) {
            next[j] = groups[j].next(alternatives.get(j), after, ending, logWeight);
        }
        // no start wins more by the sample than its alternative does
        double atMost = logEAtMost + Math.max(0, alternatives.largestLogRatio(bad, total));
        RatioEvidence found =
                new RatioEvidence(test, startsNow, settled, clump, alternatives, arrived, after, next, atMost);
        boolean outdated =
                arrived.dispersion().blockAt() != arrivals.dispersion().blockAt() && found.isOutdated();
        if (outdated || found.isUndecided()) {
            return found.rebegun(test, outdated ? arrived.dispersion().value() : clump);
        }
        boolean due = time - settled >= FORGIVING * lasting;
        return due && found.isSettled(test) ? found.settled(test, time) : found;
    }

    /** Whether clumps are now known to be others than they were taken for; smaller ones only while all is well. */
    private boolean isOutdated() {
        double found = arrivals.dispersion().value();
        return found > clump * LARGER || (found < clump * SMALLER && stretchLogE() <= 0);
    }

    /** Whether what would have decided, had it been one breach, is over. */
    private boolean isUndecided() {
        return enough && stretchLogE() < 0;
    }

    /** Whether a burst that would have decided by itself is over. */
    private boolean isSettled(RatioRule test) {
        for (StartGroups group : groups) {
            if (group.mostTakenOut() >= test.enough()) {
                return stretchLogE() <= 0;
            }
        }
        return false;
    }

    /** With the odds of such clumps from now on, and without what was won before. */
    private RatioEvidence rebegun(RatioRule test, double size) {
        double logStarted = Math.log1p(-test.restarts().weightAfter(starts));
        Counts counts = counts();
        StartGroups[] next = new StartGroups[groups.length];
        for (int j = 0; j < next.length; j++) {
            next[j] = groups[j].rebegun(alternatives.get(j), counts, logStarted);
        }
        Alternatives tempered = test.alternatives().ofClumps(size);
        return new RatioEvidence(test, starts, settled, size, tempered, arrivals, recent, next);
    }

    /** Little that comes by chance is no burst, and is not forgiven for good: at low traffic it is all the evidence there is. */
    private RatioEvidence settled(RatioRule test, long time) {
        StartGroups[] settling = groups.clone();
        Counts counts = counts();
        for (int j = 0; j < settling.length; j++) {
            if (groups[j].mostTakenOut() >= test.enough()) {
                settling[j] = groups[j].settled(alternatives.get(j), counts);
            }
        }
        return new RatioEvidence(test, starts, time, clump, alternatives, arrivals, recent, settling);
    }

    /** The logarithm of the e-value. Starts that are yet to come count with their weight, as tests that have seen nothing. */
    double logE(RatioRule test) {
        Counts counts = counts();
        double[] terms = new double[groups.length + 1];
        for (int j = 0; j < groups.length; j++) {
            Alternative alternative = alternatives.get(j);
            terms[j] = alternative.logWeight() + groups[j].logSum(alternative, counts);
        }
        terms[groups.length] = Math.log(test.restarts().weightAfter(starts));
        return LogSum.of(terms);
    }

    /** What the newest samples say where they are one breach that is long enough; else too little. */
    private double breachLogE(RatioRule test) {
        if (enough) {
            return Continuity.of(test, recent, arrivals) ? logEAtMost : Double.NEGATIVE_INFINITY;
        }
        boolean isEnough =
                isSuspicious(test) && alternatives.logMeanOfLarge(stretch.bad(), stretch.total()) >= test.enough();
        if (!isEnough) {
            return Double.NEGATIVE_INFINITY;
        }
        return Continuity.from(test, recent, arrivals)
                .filter(from -> rest(test, from) >= REST)
                .mapToDouble(from -> logESince(test, from))
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    /**
     * Of the starts since a point, from which nothing is taken out; against large steps alone, since among so many stretches
     * one is some per cent above the share of them all.
     */
    private double logESince(RatioRule test, int from) {
        double[] terms = new double[recent.last() - from];
        long begun = test.restarts().startedBy(recent.time(from)) - 1;
        for (int i = 0; i < terms.length; i++) {
            long until = test.restarts().startedBy(recent.time(from + i));
            Counts since = recent.since(from + i);
            terms[i] = Math.log(test.restarts().weight(begun, until))
                    + alternatives.logMeanOfLarge(since.bad(), since.total());
            begun = until;
        }
        return LogSum.of(terms);
    }

    /** What the samples since a point still say where one burst is left out, whichever it is. */
    private double rest(RatioRule test, int from) {
        Counts all = recent.since(from);
        double least = Double.POSITIVE_INFINITY;
        int until = from;
        for (int i = from; until < recent.last(); i++) {
            until = recent.touched(i, test.lastingNanos());
            long bad = all.bad() - recent.bad(until) + recent.bad(i);
            long total = all.total() - recent.total(until) + recent.total(i);
            least = Math.min(least, alternatives.logMeanOfLarge(bad, total));
        }
        return least;
    }

    private boolean isPattern(RatioRule test) {
        long from = recent.time(recent.last()) - test.lastingNanos();
        return arrivals.bursts().isAfter(from) && arrivals.bursts().isPattern(test, recent);
    }

    /** The logarithm of the e-value that decides, where one breach does. */
    public double decisiveLogE() {
        return breachLogE;
    }

    /**
     * Whether the share is above the limit for as long as a breach must last, or in bursts that are a pattern, and the
     * newest samples are part of that. By Ville's inequality the chance that the evidence ever says so of a share that is not,
     * is at most alpha. Who judges anew once it is over takes a new test, and shares alpha among them.
     */
    public boolean isReached() {
        return reached;
    }

    /** Whether bursts decide, between which all was well. */
    public boolean isPattern() {
        return pattern;
    }

    /** The bursts of the last day that the test knows of since its start. */
    public Bursts bursts(RatioRule test) {
        return arrivals.bursts().ofDay(test, recent.time(recent.last()));
    }

    /** How many bad events count as one. */
    public double clump() {
        return clump;
    }

    /** How bad events arrive. */
    public Arrivals arrivals() {
        return arrivals;
    }

    /** What was counted in the last {@code lasting}: the fewest last samples that span it, or all where none do. */
    public Counts stretch() {
        return stretch;
    }

    /** From when to when that was counted: a little longer than {@code lasting}, or much where samples are rare or were missing. */
    public Duration stretchLasted(RatioRule test) {
        long now = recent.time(recent.last());
        return Duration.ofNanos(now - recent.time(recent.at(now - test.lastingNanos())));
    }

    /**
     * The logarithm of the mean likelihood ratio over {@link #stretch} alone, from which nothing is taken out: above 0
     * where the last {@code lasting} speaks against the limit, and at most 0 where its share is not above it.
     */
    public double stretchLogE() {
        return alternatives.logMean(stretch.bad(), stretch.total());
    }

    /** Whether {@link #stretch} alone would tell that the share is above the limit, had it only lasted longer. */
    public boolean isSuspicious(RatioRule test) {
        // a share that is not above it has no likelihood ratio above 1
        return stretch.bad() > test.limit() * stretch.total() && stretchLogE() >= test.enough();
    }

    /** What was counted since the test's start. */
    public Counts counts() {
        return recent.now();
    }

    /** All that it holds, to be stored. */
    public RatioSnapshot snapshot() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < recent.size(); i++) {
            points.add(recent.point(i));
        }
        List<Group> all = new ArrayList<>();
        for (int j = 0; j < groups.length; j++) {
            all.addAll(groups[j].stored(j));
        }
        return new RatioSnapshot(starts, settled, clump, arrivals, points, all);
    }
}
