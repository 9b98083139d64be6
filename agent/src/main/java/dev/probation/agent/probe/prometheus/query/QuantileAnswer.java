package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import dev.probation.rules.check.ShareText;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Unit;
import dev.probation.rules.sample.Counts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A quantile with the counts behind it, of the parts that {@link PromQl#quantile} asks for.
 *
 * @param value the quantile's series, as it would be without counts
 * @param shown what is beyond the bound, and all, over the span that the quantile is taken over
 * @param counts the same since the deployment; empty where no series was there, or not all have the bucket
 */
public record QuantileAnswer(List<Series> value, Optional<Counts> shown, Optional<Counts> counts) {

    public static QuantileAnswer of(List<Series> series) {
        Map<Double, Double> samples = BucketBound.sums(part(series, PromQl.SAMPLES));
        boolean whole = within(samples) == samples.getOrDefault(Double.POSITIVE_INFINITY, -1.0);
        return new QuantileAnswer(
                part(series, PromQl.QUANTILE),
                counts(part(series, PromQl.TOTAL)).filter(counted -> whole),
                counts(part(series, PromQl.TOTAL_SINCE_DEPLOYMENT)).filter(counted -> whole));
    }

    /** The buckets that count what is within a limit, of the parts that {@link PromQl#layout} asks for. */
    public static Optional<BucketBound> bound(List<Series> layout, double limit) {
        return BucketBound.of(part(layout, PromQl.NOW), part(layout, PromQl.SAMPLES), limit);
    }

    /** Where the last finite bucket ends of those that there are now, in the histogram's unit. */
    public static Optional<Double> lastBound(List<Series> layout) {
        return BucketBound.sums(part(layout, PromQl.NOW)).keySet().stream()
                .filter(Double::isFinite)
                .max(Double::compare);
    }

    public static List<Series> part(List<Series> series, String name) {
        return series.stream()
                .filter(one -> name.equals(one.labels().get(PromQl.PART)))
                .toList();
    }

    private static Optional<Counts> counts(List<Series> buckets) {
        Map<Double, Double> sums = BucketBound.sums(buckets);
        double total = sums.getOrDefault(Double.POSITIVE_INFINITY, Double.NaN);
        double within = within(sums);
        if (!Double.isFinite(total) || !Double.isFinite(within)) {
            return Optional.empty();
        }
        long all = Math.max(0, Math.round(total));
        long bad = Math.max(0, Math.round(total - within));
        return Optional.of(new Counts(Math.min(bad, all), all));
    }

    /** Of all buckets but the last; NaN where there is none. */
    private static double within(Map<Double, Double> buckets) {
        return buckets.entrySet().stream()
                .filter(bucket -> Double.isFinite(bucket.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    /** {@code p95 over 1m; 31 of 600 slower than 500 ms}. */
    public String detail(Question.Quantile quantile, BucketBound bound, Unit unit, Duration over) {
        Quantity limit = quantile.limit().orElseThrow();
        String counted = shown.map(c -> ShareText.counts(c.bad(), c.total()) + beyond(limit, bound, unit))
                .orElse("not all histograms have had the bucket that ends at " + written(bound, limit, unit)
                        + ", so nothing is counted");
        return name(quantile, over) + "; " + counted;
    }

    private static String beyond(Quantity limit, BucketBound bound, Unit unit) {
        String word = limit.dimension() == Dimension.TIME ? " slower than " : " above ";
        boolean exact = BucketBound.isSame(bound.bound(), inUnit(limit, unit));
        return exact
                ? word + limit
                : word + written(bound, limit, unit) + ", where the next bucket above " + limit + " ends";
    }

    private static String written(BucketBound bound, Quantity limit, Unit unit) {
        return limit.write(bound.bound() * unit.factor().doubleValue());
    }

    public static double inUnit(Quantity limit, Unit unit) {
        return limit.base() / unit.factor().doubleValue();
    }

    /** {@code p99.9 over 1m}. */
    public static String name(Question.Quantile quantile, Duration over) {
        BigDecimal percent = BigDecimal.valueOf(quantile.quantile()).movePointRight(2);
        return 'p' + percent.stripTrailingZeros().toPlainString() + " over " + Durations.write(over);
    }
}
