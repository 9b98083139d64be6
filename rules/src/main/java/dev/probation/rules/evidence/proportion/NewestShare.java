package dev.probation.rules.evidence.proportion;

import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The share of bad events at the end of some counts: of all of them, or of those since it last changed. A breach that had
 * just begun is not made small by the quiet before it, and one that was over not kept by what came before.
 *
 * <p>The change is looked for by the likelihood ratio of two shares against one (Hinkley, "Inference about the change-point
 * in a sequence of binomial variables", 1970), and again in what came after it.
 */
public final class NewestShare {

    /** Two shares are so many times likelier than one. */
    private static final double CLEAR = Math.log(1000);

    /**
     * Counts of one share.
     *
     * @param from when the first of them was counted
     * @param counts their sum
     */
    public record Stretch(Instant from, Counts counts) {}

    private NewestShare() {}

    /**
     * What was counted since the share last changed.
     *
     * @param counted by when it was counted, each since the one before; what the first one counted began unknown; not empty
     * @param least a share that became larger or smaller has done so for at least this long
     */
    public static Stretch of(SortedMap<Instant, Counts> counted, Duration least) {
        SortedMap<Instant, Counts> newest = counted;
        Optional<Instant> change = change(newest, least);
        while (change.isPresent()) {
            newest = newest.tailMap(change.orElseThrow());
            change = change(newest, least);
        }
        return new Stretch(newest.firstKey(), sum(newest));
    }

    /** The clearest change that lasted, by what was counted first after it. */
    private static Optional<Instant> change(SortedMap<Instant, Counts> counted, Duration least) {
        List<Map.Entry<Instant, Counts>> all = new ArrayList<>(counted.entrySet());
        Counts whole = sum(counted);
        Counts newest = new Counts(0, 0);
        Optional<Instant> found = Optional.empty();
        double clearest = CLEAR;
        for (int first = all.size() - 1; first > 0; first--) {
            newest = newest.plus(all.get(first).getValue());
            Counts rest = new Counts(whole.bad() - newest.bad(), whole.total() - newest.total());
            Duration lasted = Duration.between(all.get(first - 1).getKey(), counted.lastKey());
            boolean isLong = lasted.compareTo(least) >= 0;
            double ratio = logLikelihood(newest) + logLikelihood(rest) - logLikelihood(whole);
            if (isLong && ratio >= clearest) {
                clearest = ratio;
                found = Optional.of(all.get(first).getKey());
            }
        }
        return found;
    }

    private static Counts sum(SortedMap<Instant, Counts> counted) {
        return counted.values().stream().reduce(new Counts(0, 0), Counts::plus);
    }

    /** At the share that is likeliest. */
    private static double logLikelihood(Counts counts) {
        long good = counts.total() - counts.bad();
        return part(counts.bad(), counts.total()) + part(good, counts.total());
    }

    private static double part(long some, long of) {
        return some == 0 ? 0 : some * Math.log((double) some / of);
    }
}
