package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The buckets that count what is within a limit: of each histogram the one that ends at the limit or, where none does, the
 * next above it. What is beyond that is certainly beyond the limit, so that a count of the rest never says too much.
 *
 * @param bound where the last of them ends, in the histogram's unit
 * @param texts the ways in which series write the bounds; sorted
 */
public record BucketBound(double bound, List<String> texts) {

    private static final String LE = "le";
    /** Bounds are often sums in binary: 0.30000000000000004 is meant to be 0.3. */
    private static final double ROUNDING = 1e-9;

    public BucketBound {
        texts = List.copyOf(texts);
    }

    /**
     * The buckets for a limit among those that every histogram has or had at each of its samples; one that is missing
     * somewhere would count all that came there as beyond it. Where no such bucket is among those that there are now, a
     * release may have changed them: then one of theirs counts together with one of those before.
     *
     * @param now for each bound, how many histograms have it
     * @param samples for each bound, at how many samples of a histogram it was there
     * @param limit in the histogram's unit
     */
    public static Optional<BucketBound> of(List<Series> now, List<Series> samples, double limit) {
        Map<Double, Double> seen = sums(samples);
        double all = seen.getOrDefault(Double.POSITIVE_INFINITY, Double.MAX_VALUE);
        Map<Double, Double> present = sums(now);
        double histograms = present.getOrDefault(Double.POSITIVE_INFINITY, Double.MAX_VALUE);
        Optional<Double> always = least(seen, limit, number -> number >= all);
        Optional<Double> newest = least(present, limit, number -> number >= histograms);
        return newest.filter(bound -> always.filter(bound::equals).isEmpty())
                .flatMap(bound -> withEarlier(bound, samples, limit))
                .or(() -> always.map(bound -> new BucketBound(bound, texts(samples, bound))));
    }

    /** The least bound at the limit or above it of which there are so many. */
    private static Optional<Double> least(Map<Double, Double> bounds, double limit, DoublePredicate isMany) {
        return bounds.entrySet().stream()
                .filter(entry -> isMany.test(entry.getValue()) && Double.isFinite(entry.getKey()))
                .map(Map.Entry::getKey)
                .filter(bound -> bound > limit || isSame(bound, limit))
                .min(Double::compare);
    }

    /** With the one that was there at all samples at which this one was not. */
    private static Optional<BucketBound> withEarlier(double newest, List<Series> samples, double limit) {
        Map<Double, Double> seen = sums(samples);
        double all = seen.getOrDefault(Double.POSITIVE_INFINITY, Double.NaN);
        double missing = all - seen.getOrDefault(newest, 0.0);
        return least(seen, limit, number -> number == missing)
                .filter(earlier -> earlier != newest)
                .map(earlier -> both(samples, earlier, newest));
    }

    private static BucketBound both(List<Series> samples, double earlier, double newest) {
        List<String> texts = Stream.concat(texts(samples, earlier).stream(), texts(samples, newest).stream())
                .distinct()
                .sorted()
                .toList();
        return new BucketBound(Math.max(earlier, newest), texts);
    }

    private static List<String> texts(List<Series> layout, double bound) {
        return layout.stream()
                .filter(one -> le(one).equals(OptionalDouble.of(bound)))
                .map(one -> String.valueOf(one.labels().get(LE)))
                .sorted()
                .toList();
    }

    /** Whether two bounds are meant to be the same. */
    public static boolean isSame(double one, double other) {
        return Math.abs(one - other) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other));
    }

    /** Values by bound; bounds are compared as numbers, since 0.5 is also written 0.50 and 5e-01. */
    public static Map<Double, Double> sums(List<Series> buckets) {
        return buckets.stream()
                .filter(one -> le(one).isPresent())
                .collect(Collectors.toMap(one -> le(one).getAsDouble(), Series::value, Double::sum));
    }

    private static OptionalDouble le(Series series) {
        Object text = series.labels().get(LE);
        return text == null ? OptionalDouble.empty() : SampleValue.parse(text.toString());
    }

    /** These buckets, and the last one, which holds everything. A number has few characters that a pattern reads otherwise. */
    Selector withAll(Selector buckets) {
        String pattern = texts.stream()
                .map(number -> number.replace("+", "[+]").replace(".", "[.]"))
                .collect(Collectors.joining("|"));
        return buckets.with(LE, "=~\"" + pattern + "|[+]Inf\"");
    }

    /** The last bucket alone, which holds everything. */
    public static Selector all(Selector buckets) {
        return buckets.with(LE, "=\"+Inf\"");
    }
}
