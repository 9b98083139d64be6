package dev.probation.rules.evidence.proportion;

import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    /** A part that is likelier at the limit than at so many times it is not above it by itself. */
    private static final double CLEARLY = 1.5;

    /**
     * All that there are, the one first whose share is the largest even if it was counted a little high. Each is looked for as it
     * is asked for.
     *
     * @param counted by when it was counted, each since the one before
     * @param burst no stretch is shorter than that, whichever part of it the counts tell of
     */
    public static Stream<SteadyStretch> above(double limit, SortedMap<Instant, Counts> counted, Duration burst) {
        Sums all = Sums.of(counted);
        int touched = touched(burst, all);
        return IntStream.range(0, all.size())
                .mapToObj(first -> all.above(limit, first, touched))
                .flatMap(List::stream)
                .sorted(Comparator.comparingDouble(Part::low).reversed())
                .filter(part -> all.isSteady(limit, part))
                .map(all::stretch);
    }

    /**
     * The longest of those with each beginning that are found to be so; whichever others are lie within these.
     *
     * @param isSo what they are to be besides
     */
    public static List<SteadyStretch> longest(
            double limit, SortedMap<Instant, Counts> counted, Duration burst, Predicate<SteadyStretch> isSo) {
        Sums all = Sums.of(counted);
        int touched = touched(burst, all);
        List<SteadyStretch> found = new ArrayList<>();
        int known = -1;
        for (int first = 0; first < all.size(); first++) {
            Part longest = longest(all, limit, all.above(limit, first, touched), known, isSo);
            if (longest != null) {
                found.add(all.stretch(longest));
                known = longest.last();
            }
        }
        return found;
    }

    private static @Nullable Part longest(
            Sums all, double limit, List<Part> parts, int known, Predicate<SteadyStretch> isSo) {
        int interrupted = Integer.MAX_VALUE;
        double share = 0;
        for (int i = parts.size() - 1; i >= 0 && parts.get(i).last() > known; i--) {
            Part part = parts.get(i);
            // what is likelier at the limit than at one share is so the more than at a larger one
            if (part.last() < interrupted || part.share() < share) {
                interrupted = all.interruption(limit, part);
                share = part.share();
                if (interrupted > part.last() && isSo.test(all.stretch(part))) {
                    return part;
                }
            }
        }
        return null;
    }

    /**
     * The parts of the longest ones in which the share was above the limit by itself: where few events are counted, what is well
     * does not interrupt a stretch whose share is hardly too large, also for hours.
     */
    public static List<SteadyStretch> cores(
            double limit, SortedMap<Instant, Counts> counted, Duration burst, Predicate<SteadyStretch> isSo) {
        Sums all = Sums.of(counted);
        int touched = touched(burst, all);
        List<SteadyStretch> cores = new ArrayList<>();
        for (SteadyStretch stretch : longest(limit, counted, burst, isSo)) {
            Alternative larger = Alternatives.one(limit, Math.min(share(stretch.rest()), CLEARLY * limit));
            int last = all.at(stretch.until());
            int first = all.at(stretch.until().minus(stretch.lasted()).plus(all.spacing()));
            all.cores(larger, first, last).stream()
                    .flatMap(core ->
                            all.above(limit, core.first(), touched).stream().filter(part -> part.last() == core.last()))
                    .map(all::stretch)
                    .filter(isSo)
                    .forEach(cores::add);
        }
        return cores;
    }

    private static double share(Counts counts) {
        return (double) counts.bad() / counts.total();
    }

    /** All of it, steady or not; without the burst that added most. */
    public static SteadyStretch whole(SortedMap<Instant, Counts> counted, Duration burst) {
        Sums all = Sums.of(counted);
        int touched = touched(burst, all);
        Counts sum = all.from(0, all.size() - 1);
        Counts worst = new Counts(0, 0);
        for (int last = 0; last < all.size(); last++) {
            Counts some = all.from(Math.max(0, last + 1 - touched), last);
            worst = some.bad() > worst.bad() ? some : worst;
        }
        Counts rest = new Counts(sum.bad() - worst.bad(), sum.total() - worst.total());
        Duration between = Duration.between(counted.firstKey(), counted.lastKey());
        return new SteadyStretch(between.plus(all.spacing()), counted.lastKey(), sum, rest, 1);
    }

    /** How many counts a burst touches which begins within one and ends within another. */
    private static int touched(Duration burst, Sums all) {
        long spacing = all.spacing().toNanos();
        return spacing == 0 ? all.size() : (int) Math.min(all.size(), (burst.toNanos() - 1) / spacing + 2);
    }

    /** The usual distance of instants, which are in their order; zero where there are fewer than two. */
    public static Duration spacing(List<Instant> at) {
        List<Duration> apart = new ArrayList<>();
        for (int i = 1; i < at.size(); i++) {
            apart.add(Duration.between(at.get(i - 1), at.get(i)));
        }
        return apart.stream().sorted().skip(apart.size() / 2).findFirst().orElse(Duration.ZERO);
    }

    /**
     * Counts from one to another, both included, of which more were bad than the limit allows.
     *
     * @param rest without the burst that added most
     */
    private record Part(int first, int last, Counts rest) {

        double share() {
            return SteadyStretch.share(rest);
        }

        double low() {
            return (rest.bad() - LESS * Math.sqrt((double) rest.bad())) / rest.total();
        }
    }

    /** Counts in the order of their instants, as sums since the first, of which any stretch is a difference. */
    private static final class Sums {

        private final List<Instant> at;
        private final Duration spacing;
        /** The bad events before each of them, and of all. */
        private final long[] bad;

        private final long[] total;

        private Sums(List<Instant> at, long[] bad, long[] total) {
            this.at = at;
            this.spacing = SteadyStretch.spacing(at);
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

        Duration spacing() {
            return spacing;
        }

        int size() {
            return at.size();
        }

        /** What was counted from one to another, both included. */
        Counts from(int first, int last) {
            return new Counts(bad[last + 1] - bad[first], total[last + 1] - total[first]);
        }

        /** The parts from one on that are above the limit, and longer than a burst which touches so many; the shortest first. */
        List<Part> above(double limit, int first, int touched) {
            List<Part> found = new ArrayList<>();
            long worstBad = 0;
            long worstTotal = 0;
            for (int last = first; last < size() && (last == first || isNext(last)); last++) {
                int burst = Math.max(first, last + 1 - touched);
                if (bad[last + 1] - bad[burst] > worstBad) {
                    worstBad = bad[last + 1] - bad[burst];
                    worstTotal = total[last + 1] - total[burst];
                }
                long restBad = bad[last + 1] - bad[first] - worstBad;
                long restTotal = total[last + 1] - total[first] - worstTotal;
                if (last - first >= touched && restBad > limit * restTotal) {
                    found.add(new Part(first, last, new Counts(restBad, restTotal)));
                }
            }
            return found;
        }

        int at(Instant instant) {
            return at.indexOf(instant);
        }

        /** The parts from one to another that are likeliest at a larger share, side by side; the first is the likeliest. */
        List<Part> cores(Alternative larger, int first, int last) {
            int from = first;
            double since = 0;
            double most = 0;
            Part core = null;
            for (int i = first; i <= last; i++) {
                if (since < 0) {
                    since = 0;
                    from = i;
                }
                since += larger.logRatio(bad[i + 1] - bad[i], total[i + 1] - total[i]);
                if (since > most) {
                    most = since;
                    core = new Part(from, i, from(from, i));
                }
            }
            if (core == null) {
                return List.of();
            }
            return Stream.of(
                            List.of(core), cores(larger, first, core.first() - 1), cores(larger, core.last() + 1, last))
                    .flatMap(List::stream)
                    .toList();
        }

        /** Whether nothing is missing between one of them and the one before. */
        private boolean isNext(int next) {
            return Duration.between(at.get(next - 1), at.get(next)).compareTo(spacing.multipliedBy(MISSING)) < 0;
        }

        SteadyStretch stretch(Part part) {
            Duration between = Duration.between(at.get(part.first()), at.get(part.last()));
            double fits = (double) size() / (part.last() + 1 - part.first());
            return new SteadyStretch(
                    between.plus(spacing), at.get(part.last()), from(part.first(), part.last()), part.rest(), fits);
        }

        boolean isSteady(double limit, Part part) {
            return interruption(limit, part) > part.last();
        }

        /** Where the first piece of it ends that is clearly within the limit, given what was counted in it; after it for none. */
        int interruption(double limit, Part part) {
            Alternative stretch = Alternatives.one(limit, part.share());
            double interruption = 0;
            for (int i = part.first(); i <= part.last(); i++) {
                interruption =
                        Math.min(0, interruption + stretch.logRatio(bad[i + 1] - bad[i], total[i + 1] - total[i]));
                if (interruption < -INTERRUPTING) {
                    return i;
                }
            }
            return part.last() + 1;
        }
    }
}
