package dev.probation.agent.probe.prometheus.lint;

import dev.probation.agent.probe.prometheus.query.BucketBound;
import dev.probation.agent.probe.prometheus.query.PromQl;
import dev.probation.agent.probe.prometheus.query.QuantileAnswer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import dev.probation.agent.probe.prometheus.query.Selector;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a histogram's buckets hold.
 *
 * @param quantile that is asked for
 * @param observations of the last hour up to each bound
 * @param series how many have each bound
 * @param typical the quantile over the last hour; empty without observations
 */
record HistogramFacts(
        double quantile, TreeMap<Double, Double> observations, Map<Double, Double> series, OptionalDouble typical) {

    /** The span that is looked at. */
    static final String SPAN = "1h";

    static String query(Selector buckets, double quantile) {
        String observations = "sum by (le) (increase(" + buckets + '[' + SPAN + "]))";
        return PromQl.part(PromQl.TOTAL, observations) + " or "
                + PromQl.part(PromQl.SERIES, "count by (le) (" + buckets + ')') + " or "
                + PromQl.part(PromQl.QUANTILE, "histogram_quantile(" + quantile + ", " + observations + ')');
    }

    static HistogramFacts of(List<Series> answer, double quantile) {
        OptionalDouble typical = QuantileAnswer.part(answer, PromQl.QUANTILE).stream()
                .mapToDouble(Series::value)
                .filter(Double::isFinite)
                .findFirst();
        return new HistogramFacts(
                quantile,
                new TreeMap<>(BucketBound.sums(QuantileAnswer.part(answer, PromQl.TOTAL))),
                BucketBound.sums(QuantileAnswer.part(answer, PromQl.SERIES)),
                typical);
    }

    /** The bounds but the last, which is infinite; ascending. */
    List<Double> bounds() {
        return series.keySet().stream().filter(Double::isFinite).sorted().toList();
    }

    double total() {
        return observations.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    }

    /** The share of the observations that are above the last finite bound. */
    double clipped() {
        Map.Entry<Double, Double> last = observations.lowerEntry(Double.POSITIVE_INFINITY);
        return last == null || total() <= 0 ? 0 : Math.max(0, 1 - last.getValue() / total());
    }
}
