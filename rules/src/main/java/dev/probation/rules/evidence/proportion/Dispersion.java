package dev.probation.rules.evidence.proportion;

import dev.probation.rules.sample.Counts;
import java.util.ArrayList;
import java.util.List;

/**
 * How many bad events come together: 1 where they come one by one, about a clump's size where they come in clumps. Two
 * neighbouring blocks of time of the same share differ by chance alone. The square of their difference, divided by what
 * chance makes of it, is that of a standard normal variable where events come one by one, and as many times as large as
 * events come together. Immutable.
 *
 * <p>See McCullagh and Nelder, "Generalized Linear Models" (1989), 4.5 and 9.2, for the dispersion of counts and the
 * likelihood that is divided by it. They take the mean of all squares. One outage would make that large for days, so the
 * largest are left out here, as a trimmed mean does. The newest blocks are left out, too, since they may be a regression
 * that begins.
 *
 * @param blockAt when the block that is being counted began, in nanoseconds since the test's start
 * @param before what had been counted by then
 * @param newest the blocks that were counted last, oldest first
 * @param classes pairs of blocks by how much they differ: first those that chance makes nine of ten of, then each class up to
 *     {@code 2^(1/4)} times as much as the one before
 */
public record Dispersion(long blockAt, Counts before, List<Counts> newest, List<Pairs> classes) {

    /**
     * Pairs of neighbouring blocks.
     *
     * @param count how many
     * @param bad the bad events of them all
     * @param squares the sum of their squared differences, by what an event more or less makes of them
     */
    public record Pairs(int count, long bad, double squares) {

        static final Pairs NONE = new Pairs(0, 0, 0);

        Pairs plus(Pairs more) {
            return new Pairs(count + more.count, bad + more.bad, squares + more.squares);
        }

        static Pairs of(Counts one, Counts two) {
            double difference = (double) one.bad() * two.total() - (double) two.bad() * one.total();
            return new Pairs(1, one.bad() + two.bad(), difference * difference / ((double) one.total() * two.total()));
        }

        double each() {
            return bad == 0 ? 0 : squares / bad;
        }
    }

    /** Before anything was counted. */
    public static final Dispersion NONE = new Dispersion(0, new Counts(0, 0), List.of(), List.of());

    /** In place of what is not known yet: a little more than chance. */
    static final double UNKNOWN = 1.5;

    /** So many of the newest blocks may be of a regression that is about to be found. */
    private static final int LEFT_OUT = 2;

    private static final double QUANTILE = 0.9;

    /** That quantile of the square of a standard normal variable. */
    private static final double OF_CHANCE = 2.706;

    /** The mean of such squares below it. */
    private static final double MEAN_OF_CHANCE = 0.623;

    /** Pairs that tell something. */
    private static final int ENOUGH = 4;

    /** In each doubling. */
    private static final int CLASSES = 4;

    /** A thousand million events together. */
    private static final int MOST = 30 * CLASSES;

    public Dispersion {
        newest = List.copyOf(newest);
        classes = List.copyOf(classes);
    }

    /** With what had been counted by the newest point, in blocks of the time that a breach must last. */
    Dispersion next(RecentCounts counted, long lasting) {
        int now = counted.last();
        if (counted.time(now) - blockAt < lasting) {
            return this;
        }
        List<Counts> blocks = new ArrayList<>(newest);
        blocks.add(new Counts(counted.bad(now) - before.bad(), counted.total(now) - before.total()));
        boolean isComparable = blocks.size() > LEFT_OUT + 1;
        return new Dispersion(
                counted.time(now),
                counted.now(),
                isComparable ? blocks.subList(1, blocks.size()) : blocks,
                isComparable ? compared(blocks.get(0), blocks.get(1)) : classes);
    }

    private List<Pairs> compared(Counts one, Counts two) {
        if (one.total() == 0 || two.total() == 0) {
            return classes;
        }
        Pairs pair = Pairs.of(one, two);
        int found = classOf(pair.each() / OF_CHANCE);
        List<Pairs> more = new ArrayList<>(classes);
        while (more.size() <= found) {
            more.add(Pairs.NONE);
        }
        more.set(found, more.get(found).plus(pair));
        return more;
    }

    private static int classOf(double times) {
        return times <= 1 ? 0 : Math.min(MOST, 1 + (int) (CLASSES * Math.log(times) / Math.log(2)));
    }

    /** The same, going on to count from a time at which nothing has been counted yet. */
    Dispersion from(long time) {
        return new Dispersion(time, new Counts(0, 0), newest, classes);
    }

    /** How many pairs of blocks were compared. */
    int pairs() {
        int sum = 0;
        for (Pairs one : classes) {
            sum += one.count();
        }
        return sum;
    }

    /** At least 1. The largest tenth is left out, and one standard deviation of their number more. */
    double value() {
        int all = pairs();
        if (all < ENOUGH) {
            return UNKNOWN;
        }
        double kept = Math.floor(QUANTILE * all - Math.sqrt(QUANTILE * (1 - QUANTILE) * all));
        Pairs sum = Pairs.NONE;
        for (int i = 0; sum.count() < kept; i++) {
            sum = sum.plus(classes.get(i));
        }
        return Math.max(1, sum.each() / MEAN_OF_CHANCE);
    }
}
