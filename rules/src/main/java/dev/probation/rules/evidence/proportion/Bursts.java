package dev.probation.rules.evidence.proportion;

import dev.probation.rules.sample.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The newest bursts of bad events. A burst begins with a sample whose share is far above the limit, and all such
 * samples that it can reach, were it shorter than a breach must last, belong to it. What may have come by chance just before
 * does not. Immutable.
 *
 * @param all the newest of them, oldest first
 */
public record Bursts(List<Burst> all) {

    /** Before the first. */
    public static final Bursts NONE = new Bursts(List.of());

    /** A sample is part of one where its odds are so many times those of the limit. */
    private static final double TIMES = 2;

    /** A sample of at least this part of the next one's share may be worse or better by chance. */
    private static final double FULL = 0.75;

    /** In place of all of the time. */
    private static final double ALWAYS = 0.99;

    private static final long DAY = 24 * 3_600_000_000_000L;

    /** As many as are kept. */
    public static final int MOST = 32;

    /** Where bursts that come by chance would be so many in less than one of so many cases, they are a pattern. */
    private static final double CHANCE = 1e-4;

    /**
     * One burst; times are in nanoseconds since the test's start.
     *
     * @param from when its first bad sample began
     * @param began about when it began within that sample
     * @param to when its last bad sample ended
     * @param bad the bad events of its bad samples
     * @param total all events of them
     * @param before all events that had been counted as it began
     */
    public record Burst(long from, long began, long to, long bad, long total, long before) {

        /** Of the samples after a point up to the newest. */
        private static Burst since(RecentCounts counted, int point) {
            Counts counts = counted.since(point);
            return new Burst(
                    counted.time(point),
                    began(counted, point),
                    counted.time(counted.last()),
                    counts.bad(),
                    counts.total(),
                    counted.total(point));
        }

        /** Where the second sample is clearly worse than the first, it began in the midst of that. */
        private static long began(RecentCounts counted, int point) {
            double filled = point + 1 < counted.last() ? counted.share(point + 1) / counted.share(point + 2) : 1;
            long end = counted.time(point + 1);
            return filled < FULL ? end - Math.round(filled * (end - counted.time(point))) : counted.time(point);
        }

        double length() {
            return (double) to - from;
        }

        private Burst with(long until, Burst more) {
            return new Burst(from, began, until, bad + more.bad, total + more.total, before);
        }

        /** With a bad sample, which makes it no longer where it is apart and may have come by chance. */
        private Burst with(RatioRule test, Burst sample) {
            boolean isLonger = sample.from == to || !isClear(test) || sample.isClear(test);
            return with(isLonger ? sample.to : to, sample);
        }

        private Burst without(Burst some) {
            return new Burst(from, began, some.from, bad - some.bad, total - some.total, before);
        }

        /** What was counted of it after it had been another. */
        private Burst after(Burst earlier) {
            return new Burst(
                    earlier.to, earlier.to, to, bad - earlier.bad, total - earlier.total, before + earlier.total);
        }

        /** What may have come by chance is no burst. Of the many of three days, some tell as much as is enough for one test. */
        private boolean isClear(RatioRule test) {
            return Alternatives.one(test.limit(), (double) bad / total).logRatio(bad, total) >= 2 * test.enough();
        }
    }

    public Bursts {
        all = List.copyOf(all);
    }

    /** With the newest of the points that were counted; the same where it is not far above the limit. */
    Bursts next(RatioRule test, RecentCounts counted) {
        if (!isFarAbove(test.limit(), counted, counted.last())) {
            return this;
        }
        Burst sample = Burst.since(counted, counted.last() - 1);
        List<Burst> more = new ArrayList<>(all);
        int last = more.size() - 1;
        Burst whole = last < 0 ? sample : with(test, counted, sample);
        if (last >= 0 && sample.from() - whole.began() < test.lastingNanos()) {
            more.set(last, withoutChance(test, counted, whole));
        } else {
            more.removeIf(burst -> !burst.isClear(test));
            more.add(sample);
        }
        return new Bursts(more.subList(Math.max(0, more.size() - MOST), more.size()));
    }

    /** The newest with one more sample, the second of which tells when it began unless it goes on from the one before. */
    private Burst with(RatioRule test, RecentCounts counted, Burst sample) {
        int last = all.size() - 1;
        Burst newest = all.get(last);
        int first = counted.last() - 2;
        boolean isSecond = first >= 0 && counted.time(first) == newest.from();
        boolean goesOn = last > 0 && all.get(last - 1).to() == newest.from();
        return isSecond && !goesOn ? Burst.since(counted, first) : newest.with(test, sample);
    }

    /** The newest bad samples in a row where they are a burst by themselves, and what came before them may be chance. */
    private static Burst withoutChance(RatioRule test, RecentCounts counted, Burst whole) {
        int point = counted.last() - 1;
        while (point > 0 && counted.time(point) > whole.from() && isFarAbove(test.limit(), counted, point)) {
            point--;
        }
        Burst row = Burst.since(counted, point);
        boolean isAll = row.from() == whole.from();
        return isAll || !row.isClear(test) || whole.without(row).isClear(test) ? whole : row;
    }

    /** Whether the sample that ended at a point is. */
    private static boolean isFarAbove(double limit, RecentCounts counted, int point) {
        long bad = counted.bad(point) - counted.bad(point - 1);
        long total = counted.total(point) - counted.total(point - 1);
        return bad * (1 - limit) > TIMES * limit * (total - bad);
    }

    /** Whether the newest ended after a time. */
    boolean isAfter(long time) {
        return !all.isEmpty() && all.get(all.size() - 1).to() > time;
    }

    /** The newest of them; empty where there are none. */
    public Optional<Burst> newest() {
        return all.stream().skip(Math.max(0, all.size() - 1)).findFirst();
    }

    /**
     * What was counted of them from a time on, where they may not have come by chance. One may have begun before.
     *
     * @param before the newest of them as it was known at that time, none where there were none
     */
    public Bursts since(RatioRule test, long time, Bursts before) {
        return new Bursts(all.stream()
                .filter(burst -> burst.to() >= time && burst.isClear(test))
                .map(burst -> before.newest()
                        .filter(known -> known.from() == burst.from())
                        .map(burst::after)
                        .orElse(burst))
                .filter(burst -> burst.bad() > 0)
                .toList());
    }

    /** Those of the test's own time, of the day before a time, that may not have come by chance. */
    Bursts ofDay(RatioRule test, long now) {
        long from = Math.max(0, now - DAY);
        return new Bursts(all.stream()
                .filter(burst -> burst.from() >= from && burst.isClear(test))
                .toList());
    }

    /** The share of samples that fell into those that ended in the day before a time, where samples are so far apart; below 1. */
    double share(long before, long every) {
        double within = 0;
        long from = before;
        for (Burst burst : ended(before)) {
            within += Math.max(burst.length(), (double) every);
            from = Math.min(from, burst.from());
        }
        // of more than are kept, only these are known
        long known = all.size() < MOST ? DAY : before - from;
        return within == 0 ? 0 : Math.min(within / known, ALWAYS);
    }

    private List<Burst> ended(long before) {
        return all.stream()
                .filter(burst -> burst.to() < before && burst.to() >= before - DAY)
                .toList();
    }

    /** How long a burst is that an arbitrary moment of all that ended in the day before a time falls into; 0 for none. */
    double length(long before) {
        return mean(ended(before), Burst::length);
    }

    /** Larger ones weigh more: the mean where each counts as often as it is large. */
    private static double mean(List<Burst> bursts, ToDoubleFunction<Burst> size) {
        double sum = 0;
        double squares = 0;
        for (Burst burst : bursts) {
            double one = size.applyAsDouble(burst);
            sum += one;
            squares += one * one;
        }
        return sum == 0 ? 0 : squares / sum;
    }

    /**
     * Whether there were more in the last day than are forgiven, and so many that bursts of that size would hardly come by
     * chance were the share of all events at the limit.
     */
    boolean isPattern(RatioRule test, RecentCounts counted) {
        if (all.size() <= test.forgiven()) {
            return false;
        }
        Bursts own = ofDay(test, counted.time(counted.last()));
        return own.all.size() > test.forgiven()
                && own.count() > test.forgiven()
                && own.chance(
                                own.count() - 1,
                                test.limit(),
                                counted.total(counted.last()) - own.all.get(0).before())
                        < CHANCE;
    }

    /** How many bursts of the same size would be as uneven as these: a large one among small ones is one. */
    private long count() {
        return all.isEmpty() ? 0 : Math.round(bad() / mean(all, Burst::bad));
    }

    private double bad() {
        return all.stream().mapToDouble(Burst::bad).sum();
    }

    /** The chance of so many of that size among so many events, were the share of bad ones a limit. */
    public double chance(double limit, long total) {
        return all.isEmpty() ? 1 : chance(count(), limit, total);
    }

    /** The jumps of a compound Poisson process: each burst counts as one. */
    private double chance(long count, double limit, long total) {
        return chanceOfAtLeast(count, limit * total / mean(all, Burst::bad));
    }

    /** For people, to whom bursts that follow each other without a sample between them are one. */
    public List<Burst> joined() {
        List<Burst> joined = new ArrayList<>();
        for (Burst burst : all) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).to() == burst.from()) {
                joined.set(last, joined.get(last).with(burst.to(), burst));
            } else {
                joined.add(burst);
            }
        }
        return joined;
    }

    /** The largest so many of them. */
    public Bursts largest(int count) {
        List<Burst> bySize = all.stream()
                .sorted(Comparator.comparingLong(Burst::bad).reversed())
                .limit(count)
                .toList();
        return new Bursts(all.stream().filter(bySize::contains).toList());
    }

    /** What is left of counts without them. */
    public Counts rest(Counts counted) {
        long bad = all.stream().mapToLong(Burst::bad).sum();
        long total = all.stream().mapToLong(Burst::total).sum();
        return new Counts(Math.max(0, counted.bad() - bad), Math.max(0, counted.total() - total));
    }

    /** Of a Poisson variable. */
    private static double chanceOfAtLeast(long count, double mean) {
        double term = Math.exp(-mean);
        double less = 0;
        for (long i = 0; i < count; i++) {
            less += term;
            term *= mean / (i + 1);
        }
        return 1 - less;
    }
}
