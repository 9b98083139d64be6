package dev.probation.rules.evidence.proportion;

import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The share of bad events at the end of some counts: of all of them, or of those since it last changed. A breach that had
 * just begun is not made small by the quiet before it, and one that was over not kept by what came before.
 *
 * <p>The change is looked for by the likelihood ratio of two shares against one (Hinkley, "Inference about the change-point
 * in a sequence of binomial variables", 1970).
 */
public final class NewestShare {

    /** Two shares are so many times likelier than one. */
    private static final double CLEAR = Math.log(1000);

    private NewestShare() {}

    /**
     * What was counted since the share last changed.
     *
     * @param counted by when it was counted, each since the one before; what the first one counted began unknown
     * @param worse a share that became larger has done so for at least this long
     * @param better one that became smaller
     */
    public static Counts of(SortedMap<Instant, Counts> counted, Duration worse, Duration better) {
        List<Map.Entry<Instant, Counts>> all = new ArrayList<>(counted.entrySet());
        Counts whole = new Counts(0, 0);
        for (Counts each : counted.values()) {
            whole = whole.plus(each);
        }
        Counts newest = new Counts(0, 0);
        Counts found = whole;
        double clearest = CLEAR;
        for (int first = all.size() - 1; first > 0; first--) {
            newest = newest.plus(all.get(first).getValue());
            Counts rest = new Counts(whole.bad() - newest.bad(), whole.total() - newest.total());
            Duration lasted = Duration.between(all.get(first - 1).getKey(), counted.lastKey());
            boolean isLong = lasted.compareTo(isLarger(newest, rest) ? worse : better) >= 0;
            double ratio = logLikelihood(newest) + logLikelihood(rest) - logLikelihood(whole);
            if (isLong && ratio >= clearest) {
                clearest = ratio;
                found = newest;
            }
        }
        return found;
    }

    private static boolean isLarger(Counts one, Counts other) {
        return (double) one.bad() * other.total() > (double) other.bad() * one.total();
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
