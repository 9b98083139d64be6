package dev.probation.rules.evidence.proportion;

/**
 * The stretches that end with the newest sample and may be better than all that ended before: those that begin just before a
 * sample with bad events, the newest first. None is where the newest sample has none of them.
 */
final class Stretches {

    /** What had been counted when they began. */
    private final long[] begunAt;

    /** What each of them counted: bad, total. */
    private final long[] counts;

    private final int size;

    private Stretches(long[] begunAt, long[] counts, int size) {
        this.begunAt = begunAt;
        this.counts = counts;
        this.size = size;
    }

    private static final Stretches NONE = new Stretches(new long[0], new long[0], 0);

    /** @param first the oldest point that they may begin at */
    static Stretches ending(RecentCounts recent, int first) {
        int last = recent.last();
        if (recent.bad(last) == recent.bad(last - 1)) {
            return NONE;
        }
        long[] begunAt = new long[last - first];
        long[] counts = new long[2 * begunAt.length];
        int size = 0;
        long next = recent.bad(last);
        for (int point = last - 1; point >= first; point--) {
            long bad = recent.bad(point);
            if (next > bad) {
                begunAt[size] = recent.total(point);
                counts[2 * size] = recent.bad(last) - bad;
                counts[2 * size + 1] = recent.total(last) - begunAt[size];
                size++;
            }
            next = bad;
        }
        return new Stretches(begunAt, counts, size);
    }

    /** Whether none of them can be better than what is taken out: no part of one has more bad events, or fewer others. */
    boolean areWorse(Alternative alternative, double takenOut) {
        return size == 0 || alternative.logRatio(counts[2 * size - 2], counts[1]) <= takenOut;
    }

    /** How many of them began no earlier than when so much had been counted; at least {@code known}. */
    int beganSince(long total, int known) {
        int since = known;
        while (since < size && begunAt[since] >= total) {
            since++;
        }
        return since;
    }

    /** The largest log likelihood ratio of those from one to before another, or what it was before where that is larger. */
    double best(Alternative alternative, int from, int until, double before) {
        double best = before;
        for (int i = from; i < until; i++) {
            double ratio = alternative.logRatio(counts[2 * i], counts[2 * i + 1]);
            best = ratio > best ? ratio : best;
        }
        return best;
    }
}
