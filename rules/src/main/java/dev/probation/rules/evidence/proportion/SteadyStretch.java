package dev.probation.rules.evidence.proportion;

import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * A stretch of counts throughout which the share of bad events was above a limit.
 *
 * @param lasted how long
 * @param until when the last of it was counted
 * @param all what was counted in it
 * @param rest the same without the burst that added most, as one alone makes no stretch
 * @param fits how many stretches of this length lie side by side in what was looked through
 */
public record SteadyStretch(Duration lasted, Instant until, Counts all, Counts rest, double fits) {

    /** A part that is so many times likelier at the limit interrupts a stretch. */
    private static final double INTERRUPTING = Math.log(1000);
    /** Counts that are further apart than so many usual ones have something missing between them. */
    private static final int MISSING = 2;
    /** Standard deviations that the share may be smaller than it looks. */
    private static final int LESS = 4;

    /**
     * All that there are, the one first whose share is the largest even if it was counted a little high.
     *
     * @param counted by when it was counted, each since the one before
     * @param burst no stretch is shorter than that, whichever part of it the counts tell of
     */
    public static List<SteadyStretch> above(double limit, SortedMap<Instant, Counts> counted, Duration burst) {
        Sums all = Sums.of(counted);
        Duration spacing = spacing(all.at());
        if (spacing.isZero()) {
            return List.of();
        }
        int touched = touched(burst, spacing, all.size());
        List<SteadyStretch> found = new ArrayList<>();
        for (int first = 0; first + touched < all.size(); first++) {
            add(found, limit, all, first, touched, spacing);
        }
        found.sort(Comparator.comparingDouble(SteadyStretch::low).reversed());
        return found;
    }

    /** All of it, steady or not; without the burst that added most. */
    public static SteadyStretch whole(SortedMap<Instant, Counts> counted, Duration burst) {
        Sums all = Sums.of(counted);
        Duration spacing = spacing(all.at());
        int touched = touched(burst, spacing, all.size());
        Counts sum = all.from(0, all.size() - 1);
        Counts worst = new Counts(0, 0);
        for (int last = 0; last < all.size(); last++) {
            Counts some = all.from(Math.max(0, last + 1 - touched), last);
            worst = some.bad() > worst.bad() ? some : worst;
        }
        Counts rest = new Counts(sum.bad() - worst.bad(), sum.total() - worst.total());
        Duration between = Duration.between(counted.firstKey(), counted.lastKey());
        return new SteadyStretch(between.plus(spacing), counted.lastKey(), sum, rest, 1);
    }

    /** How many counts a burst touches which begins within one and ends within another. */
    private static int touched(Duration burst, Duration spacing, int most) {
        return spacing.isZero() ? most : (int) Math.min(most, (burst.toNanos() - 1) / spacing.toNanos() + 2);
    }

    /** The usual distance of instants, which are in their order; zero where there are fewer than two. */
    public static Duration spacing(List<Instant> at) {
        List<Duration> apart = new ArrayList<>();
        for (int i = 1; i < at.size(); i++) {
            apart.add(Duration.between(at.get(i - 1), at.get(i)));
        }
        return apart.stream().sorted().skip(apart.size() / 2).findFirst().orElse(Duration.ZERO);
    }

    private static void add(
            List<SteadyStretch> found, double limit, Sums all, int first, int touched, Duration spacing) {
        Counts worst = new Counts(0, 0);
        for (int last = first; last < all.size(); last++) {
            if (last > first && isMissing(all.at().get(last - 1), all.at().get(last), spacing)) {
                return;
            }
            Counts sum = all.from(first, last);
            Counts newest = all.from(Math.max(first, last + 1 - touched), last);
            worst = newest.bad() > worst.bad() ? newest : worst;
            Counts rest = new Counts(sum.bad() - worst.bad(), sum.total() - worst.total());
            boolean isLong = last - first >= touched;
            if (isLong && rest.bad() > limit * rest.total() && all.isSteady(limit, rest, first, last)) {
                Duration between =
                        Duration.between(all.at().get(first), all.at().get(last));
                double fits = (double) all.size() / (last + 1 - first);
                found.add(new SteadyStretch(between.plus(spacing), all.at().get(last), sum, rest, fits));
            }
        }
    }

    private static boolean isMissing(Instant before, Instant next, Duration spacing) {
        return Duration.between(before, next).compareTo(spacing.multipliedBy(MISSING)) >= 0;
    }

    /** Counts in the order of their instants, as sums since the first, of which any stretch is a difference. */
    private static final class Sums {

        private final List<Instant> at;
        /** The bad events before each of them, and of all. */
        private final long[] bad;

        private final long[] total;

        private Sums(List<Instant> at, long[] bad, long[] total) {
            this.at = at;
            this.bad = bad;
            this.total = total;
        }

        static Sums of(SortedMap<Instant, Counts> counted) {
            long[] bad = new long[counted.size() + 1];
            long[] total = new long[counted.size() + 1];
            int next = 0;
            for (Counts each : counted.values()) {
                bad[next + 1] = bad[next] + each.bad();
                total[next + 1] = total[next] + each.total();
                next++;
            }
            return new Sums(List.copyOf(counted.keySet()), bad, total);
        }

        List<Instant> at() {
            return at;
        }

        int size() {
            return at.size();
        }

        /** What was counted from one to another, both included. */
        Counts from(int first, int last) {
            return new Counts(bad[last + 1] - bad[first], total[last + 1] - total[first]);
        }

        /** Whether no part of a stretch is clearly within the limit, given what was counted in it. */
        boolean isSteady(double limit, Counts counts, int first, int last) {
            Alternative stretch = Alternatives.one(limit, (double) counts.bad() / counts.total());
            double interruption = 0;
            for (int i = first; i <= last; i++) {
                interruption =
                        Math.min(0, interruption + stretch.logRatio(bad[i + 1] - bad[i], total[i + 1] - total[i]));
                if (interruption < -INTERRUPTING) {
                    return false;
                }
            }
            return true;
        }
    }

    private double low() {
        return (rest.bad() - LESS * Math.sqrt((double) rest.bad())) / rest.total();
    }
}
