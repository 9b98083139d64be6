package dev.probation.rules.evidence.proportion;

import dev.probation.rules.sample.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The newest bursts of bad events. A burst begins with a sample whose share is far above the limit, and all such
 * samples within the time that a breach must last belong to it. Immutable.
 *
 * @param all the newest of them, oldest first
 */
public record Bursts(List<Burst> all) {

    /** Before the first. */
    public static final Bursts NONE = new Bursts(List.of());

    /** A sample is part of one where its odds are so many times those of the limit. */
    private static final double TIMES = 2;

    private static final long DAY = 24 * 3_600_000_000_000L;

    /** As many as are kept. */
    public static final int MOST = 32;

    /** Where bursts that come by chance would be so many in less than one of so many cases, they are a pattern. */
    private static final double CHANCE = 1e-4;

    /**
     * One burst; times are in nanoseconds since the test's start.
     *
     * @param from when its first bad sample began
     * @param to when its last bad sample ended
     * @param bad the bad events of its bad samples
     * @param total all events of them
     * @param before all events that had been counted as it began
     */
    public record Burst(long from, long to, long bad, long total, long before) {

        double length() {
            return (double) to - from;
        }

        private Burst with(long until, long moreBad, long more) {
            return new Burst(from, until, bad + moreBad, total + more, before);
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
        int now = counted.last();
        long bad = counted.bad(now) - counted.bad(now - 1);
        long total = counted.total(now) - counted.total(now - 1);
        if (!isFarAbove(test.limit(), bad, total)) {
            return this;
        }
        long from = counted.time(now - 1);
        long to = counted.time(now);
        List<Burst> more = new ArrayList<>(all);
        int last = more.size() - 1;
        if (last >= 0 && from - more.get(last).from() < test.lastingNanos()) {
            more.set(last, more.get(last).with(to, bad, total));
        } else {
            more.removeIf(burst -> !burst.isClear(test));
            more.add(new Burst(from, to, bad, total, counted.total(now - 1)));
        }
        return new Bursts(more.subList(Math.max(0, more.size() - MOST), more.size()));
    }

    private static boolean isFarAbove(double limit, long bad, long total) {
        return bad * (1 - limit) > TIMES * limit * (total - bad);
    }

    /** Whether the newest ended after a time. */
    boolean isAfter(long time) {
        return !all.isEmpty() && all.get(all.size() - 1).to() > time;
    }

    /** Those that began at a time or after it, and may not have come by chance. */
    public Bursts since(RatioRule test, long time) {
        return new Bursts(all.stream()
                .filter(burst -> burst.from() >= time && burst.isClear(test))
                .toList());
    }

    /** Those of the test's own time, of the day before a time. */
    Bursts ofDay(RatioRule test, long now) {
        return since(test, Math.max(0, now - DAY));
    }

    /** How long a burst is that an arbitrary moment of all that ended in the day before a time falls into; 0 for none. */
    double length(long before) {
        return mean(
                all.stream()
                        .filter(burst -> burst.to() < before && burst.to() >= before - DAY)
                        .toList(),
                Burst::length);
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
                joined.set(last, joined.get(last).with(burst.to(), burst.bad(), burst.total()));
            } else {
                joined.add(burst);
            }
        }
        return joined;
    }

    /** What is left of counts without the largest so many of them. */
    public Counts without(int largest, Counts counted) {
        List<Burst> bySize = all.stream()
                .sorted(Comparator.comparingLong(Burst::bad).reversed())
                .limit(largest)
                .toList();
        long bad = bySize.stream().mapToLong(Burst::bad).sum();
        long total = bySize.stream().mapToLong(Burst::total).sum();
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
