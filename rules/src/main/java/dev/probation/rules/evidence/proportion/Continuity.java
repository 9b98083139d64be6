package dev.probation.rules.evidence.proportion;

import java.util.stream.IntStream;

/**
 * Whether the newest samples are one breach, and not clumps of bad events with quiet between them, or that touch by chance.
 * A breach is continuous where no part of it speaks for the limit, and its samples are as even as those of a share that changes a
 * little.
 */
final class Continuity {

    /** A breach is looked at over so many times the time that it must last. */
    private static final double LOOKED_AT = 4 / 3.0;

    /** The same while little is known of how bad events arrive. */
    private static final double LOOKED_AT_FIRST = 1.5;

    /** It is looked at over no more than that: a burst is shorter than half of it. */
    private static final int LOOKED_AT_MOST = 2;

    /** So many bursts of the usual length may touch, and this part of the time that a breach must last between them. */
    private static final int TOUCHING = 2;

    private static final double BETWEEN = 1 / 6.0;

    /** Samples that are this part of the time that a breach must last apart show how long a burst is. */
    private static final double FINE = 1 / 12.0;

    /** Pairs of blocks after which enough is known of how bad events arrive, where nothing is known of before. */
    private static final int KNOWN = 24;

    /** Pairs of blocks after which it is known that they do not arrive in bursts. */
    private static final int QUIET = 7;

    /** Bursts that are no longer than this part of the time that a breach must last look like none, were two to touch. */
    private static final double SHORT = 0.25;

    /** Where samples are further apart than a breach must last, so many are looked at, */
    private static final int FEWEST_SAMPLES = 5;

    /** and up to so many where bursts are frequent, */
    private static final int MOST_SAMPLES = 8;

    /** until no more than one of so many such rows would be all bursts by chance. */
    private static final double ROWS = Math.log(1e7);

    /** A stretch that is so many times likelier at the limit than at the breach's share interrupts it. */
    private static final double INTERRUPTING = Math.log(1000);

    /** How much a breach's share may change from sample to sample, as a part of it: its standard deviation. */
    private static final double CHANGING = 0.3;

    /** So many standard deviations more than that are no breach but clumps. */
    private static final int UNEVEN = 3;

    /** Samples of which fewer bad events are expected are looked at together, as the statistic holds for no fewer. */
    private static final double LEAST_EXPECTED = 1;

    private Continuity() {}

    /** The oldest time at which what had been counted is looked at again after a sample of a time. */
    static long oldest(RatioRule test, RecentCounts before, long time) {
        long samples = before.time(Math.max(0, before.last() + 1 - MOST_SAMPLES));
        return Math.min(samples, before.time(Math.max(0, before.at(time - longest(test)) - 1)));
    }

    private static long longest(RatioRule test) {
        return LOOKED_AT_MOST * test.lastingNanos();
    }

    /** Whether the newest samples are one breach that is long enough. */
    static boolean of(RatioRule test, RecentCounts recent, Arrivals arrivals) {
        return isEven(test.limit(), recent, newest(recent, needed(test, recent, arrivals)));
    }

    /** Points such that the samples since are one breach that is long enough; none where bad events may arrive in long bursts. */
    static IntStream from(RatioRule test, RecentCounts recent, Arrivals arrivals) {
        long longest = recent.time(recent.last()) - longest(test);
        boolean areShort = arrivals.bursts().length(longest) <= looked(test, SHORT);
        if (arrivals.dispersion().pairs() < QUIET || !areShort) {
            return IntStream.empty();
        }
        int newest = newest(recent, needed(test, recent, arrivals));
        return IntStream.rangeClosed(Math.min(recent.at(longest), newest), newest)
                .filter(first -> isEven(test.limit(), recent, first));
    }

    /** The last point such that the samples since would be long enough; -1 where there is none yet. */
    private static int newest(RecentCounts recent, long needed) {
        long now = recent.time(recent.last());
        int first = recent.at(now - needed);
        return now - recent.time(first) >= needed ? first : -1;
    }

    private static long needed(RatioRule test, RecentCounts recent, Arrivals arrivals) {
        long now = recent.time(recent.last());
        long every = now - recent.time(recent.last() - 1);
        double burst = arrivals.bursts().length(now - longest(test));
        long touching = burst == 0 ? 0 : Math.round(TOUCHING * burst) + looked(test, BETWEEN);
        long needed = Math.max(looked(test, isKnown(test, arrivals) ? LOOKED_AT : LOOKED_AT_FIRST), touching);
        // where samples are rare, a burst looks longer than it is
        long longer = Math.max(0, every - looked(test, FINE));
        return every > test.lastingNanos()
                ? samples(recent, arrivals, every) * every
                : Math.min(longest(test), needed) + longer;
    }

    /** How many samples are looked at that are so far apart: fewer may all be bursts where these are frequent. */
    private static long samples(RecentCounts recent, Arrivals arrivals, long every) {
        long before = recent.time(recent.last()) - FEWEST_SAMPLES * every;
        double inBurst = arrivals.bursts().share(before, every);
        double samples = inBurst == 0 ? FEWEST_SAMPLES : Math.ceil(-ROWS / Math.log(inBurst));
        return Math.round(Math.min(MOST_SAMPLES, Math.max(FEWEST_SAMPLES, samples)));
    }

    private static long looked(RatioRule test, double times) {
        return Math.round(times * test.lastingNanos());
    }

    private static boolean isKnown(RatioRule test, Arrivals arrivals) {
        return test.before().dispersion().pairs() > 0 || arrivals.dispersion().pairs() >= KNOWN;
    }

    /**
     * Whether the samples after the first point are one breach; by Pearson's statistic. For how few may be expected see
     * Cochran, "Some methods for strengthening the common chi-squared tests" (1954).
     */
    private static boolean isEven(double limit, RecentCounts recent, int first) {
        if (first < 0) {
            return false;
        }
        int last = recent.last();
        double total = recent.total(last) - recent.total(first);
        double share = (recent.bad(last) - recent.bad(first)) / total;
        if (!(share > limit)) {
            return false;
        }
        Alternative breach = Alternatives.one(limit, share);
        double interruption = 0;
        double expected = 0;
        double off = 0;
        double unevenness = 0;
        int freedom = -1;
        for (int i = first + 1; i <= last; i++) {
            long bad = recent.bad(i) - recent.bad(i - 1);
            long of = recent.total(i) - recent.total(i - 1);
            interruption = Math.min(0, interruption + breach.logRatio(bad, of));
            if (interruption < -INTERRUPTING) {
                return false;
            }
            expected += share * of;
            off += bad - share * of;
            if (expected >= LEAST_EXPECTED || i == last) {
                double chance = Math.max(expected, LEAST_EXPECTED);
                unevenness += off * off / (chance + CHANGING * CHANGING * chance * chance);
                freedom++;
                expected = 0;
                off = 0;
            }
        }
        return unevenness <= freedom + UNEVEN * Math.sqrt(2.0 * freedom);
    }
}
