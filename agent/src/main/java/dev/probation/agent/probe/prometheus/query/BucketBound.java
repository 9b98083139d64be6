package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The bucket that counts what is within a limit: the one that ends at the limit or, where none does, the next above it.
 * What is beyond that is certainly beyond the limit, so that a count of the rest never says too much.
 *
 * @param bound in the histogram's unit
 * @param texts the ways in which series write the bound; sorted
 */
public record BucketBound(double bound, List<String> texts) {

    private static final String LE = "le";
    /** Bounds are often sums in binary: 0.30000000000000004 is meant to be 0.3. */
    private static final double ROUNDING = 1e-9;

    public BucketBound {
        texts = List.copyOf(texts);
    }

    /**
     * The bound for a limit among those that every series has; one that some replicas lack would count all that those
     * have seen as beyond it.
     *
     * @param layout for each bound, how many series have it
     * @param limit in the histogram's unit
     */
    public static Optional<BucketBound> of(List<Series> layout, double limit) {
        Map<Double, Double> series = sums(layout);
        double all = series.getOrDefault(Double.POSITIVE_INFINITY, Double.MAX_VALUE);
        return series.entrySet().stream()
                .filter(entry -> entry.getValue() >= all && Double.isFinite(entry.getKey()))
                .map(Map.Entry::getKey)
                .filter(bound -> bound > limit || isSame(bound, limit))
                .min(Double::compare)
                .map(bound -> new BucketBound(bound, texts(layout, bound)));
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

    /** {@code buckets}, a selector, for this bucket and the last one, which holds everything. */
    String in(String buckets) {
        String matcher =
                LE + "=~\"" + texts.stream().map(BucketBound::quoted).collect(Collectors.joining("|")) + "|[+]Inf\"";
        int brace = buckets.indexOf('{');
        return brace < 0
                ? buckets.strip() + '{' + matcher + '}'
                : buckets.substring(0, brace + 1) + matcher + ',' + buckets.substring(brace + 1);
    }

    /** As a regular expression; a number has no other special characters. */
    private static String quoted(String number) {
        return number.replace("+", "[+]").replace(".", "[.]");
    }
}
