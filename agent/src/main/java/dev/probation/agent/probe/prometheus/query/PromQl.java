package dev.probation.agent.probe.prometheus.query;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes the PromQL that people get wrong. */
public final class PromQl {

    /** The label that tells the parts of an answer apart. */
    public static final String PART = "probation_part";

    static final String BAD = "bad";
    public static final String TOTAL = "total";
    static final String BAD_SINCE_DEPLOYMENT = "bad_since";
    static final String TOTAL_SINCE_DEPLOYMENT = "total_since";
    /** How many series there are to count from. */
    public static final String SERIES = "series";
    /** How many of the series have samples enough in the span to tell an increase. */
    static final String SAMPLED = "sampled";
    /** How many of the series have the first label, the second ... that tells bad events from others. */
    static final String LABELLED = "labelled_";
    /** How many histograms have each bucket now. */
    static final String NOW = "now";
    /** How many samples there are of each bucket since the deployment. */
    static final String SAMPLES = "samples";

    public static final String QUANTILE = "quantile";

    /** A counter that was not seen for this long before a span begins did not exist, as far as anybody knows. */
    private static final String UNSEEN = "1h";

    private PromQl() {}

    /** A quantile over all series of a classic histogram, which is named without {@code _bucket}. */
    public static String quantile(Selector histogram, double quantile, Duration over) {
        return "histogram_quantile(" + decimal(quantile) + ", sum by (le) (rate(" + buckets(histogram) + range(over)
                + ")))";
    }

    /** The buckets of a histogram, with its matchers. */
    public static Selector buckets(Selector histogram) {
        return histogram.withSuffix("_bucket");
    }

    /**
     * All that a ratio needs in one request, so that its parts are of one moment: bad and total events over a span and
     * since the deployment, and whether there are series that can tell.
     */
    public static String ratio(PrometheusCheck.Question.Ratio ratio, Duration over, Duration sinceDeployment) {
        List<String> parts = new ArrayList<>(List.of(
                part(BAD, badEvents(ratio.bad(), over)),
                part(TOTAL, events(ratio.total(), over)),
                part(BAD_SINCE_DEPLOYMENT, badEvents(ratio.bad(), sinceDeployment)),
                part(TOTAL_SINCE_DEPLOYMENT, events(ratio.total(), sinceDeployment)),
                part(SERIES, number(ratio.total())),
                part(SAMPLED, "count(count_over_time(" + ratio.total() + range(over) + ") > 1) or vector(0)")));
        List<String> labels = ratio.distinguishing();
        for (int i = 0; i < labels.size(); i++) {
            parts.add(part(LABELLED + i, number(ratio.total().with(labels.get(i), "!=\"\""))));
        }
        return String.join(" or ", parts);
    }

    /** How many series a selector gives, 0 where none. */
    public static String number(Selector selector) {
        return "count(" + selector + ") or vector(0)";
    }

    /**
     * A quantile, and in the same request the counts behind it: observations within {@code bound} and all of them, over a
     * span and since the deployment, and whether each sample of a histogram has one of these buckets.
     */
    public static String quantile(
            PrometheusCheck.Question.Quantile quantile, BucketBound bound, Duration over, Duration sinceDeployment) {
        Selector counted = bound.withAll(buckets(quantile.histogram()));
        return String.join(
                " or ",
                part(QUANTILE, quantile(quantile.histogram(), quantile.quantile(), over)),
                part(TOTAL, eventsByBound(counted, over)),
                part(TOTAL_SINCE_DEPLOYMENT, eventsByBound(counted, sinceDeployment)),
                part(SAMPLES, samples(counted, sinceDeployment)));
    }

    /** Which buckets the histograms have now, and had at how many samples since the deployment. */
    public static String layout(Selector buckets, Duration sinceDeployment) {
        return part(NOW, "count by (le) (" + buckets + ')') + " or " + part(SAMPLES, samples(buckets, sinceDeployment));
    }

    private static String samples(Selector buckets, Duration span) {
        return "sum by (le) (count_over_time(" + buckets + range(span) + "))";
    }

    /**
     * Increases, resets included, of counters that may not exist yet. A counter appears with its first events already in it,
     * which {@code increase} cannot see.
     */
    private static String events(Selector selector, Duration span) {
        return sum(selector, span, paced(selector, span));
    }

    /** The same of bad ones. A rare error is often the only event of its series, and counts; many count as one. */
    private static String badEvents(Selector selector, Duration span) {
        return sum(
                selector,
                span,
                "clamp_max(min_over_time(" + selector + range(span) + "), 1)" + unlessSeen(selector, span));
    }

    private static String sum(Selector selector, Duration span, String atFirst) {
        return "(sum(increase(" + selector + range(span) + ")) or vector(0)) + (sum(" + atFirst + ") or vector(0))";
    }

    /** As {@link #events}, for each bucket. */
    private static String eventsByBound(Selector buckets, Duration span) {
        return "sum by (le) (" + part("seen", "increase(" + buckets + range(span) + ')') + " or "
                + part("new", paced(buckets, span)) + ')';
    }

    /**
     * What new series begin with. Nobody knows over what time that came about: a counter may be older than its labels, or than
     * what Prometheus remembers. So it counts for no more than what followed it between two samples on average, or for one
     * event, and for nothing before the second sample.
     */
    private static String paced(Selector selector, Duration span) {
        String range = selector + range(span);
        String first = "min_over_time(" + range + ')';
        String pace = "clamp_min(increase(" + range + ") / (count_over_time(" + range + ") - 1), 1)";
        return "((" + first + " - clamp_min(" + first + " - " + pace + ", 0))" + unlessSeen(selector, span) + ')';
    }

    /** Leaves those series that are new in the span. */
    private static String unlessSeen(Selector selector, Duration span) {
        return " unless last_over_time(" + selector + '[' + UNSEEN + "] offset " + span(span) + ')';
    }

    public static String part(String name, String expression) {
        return "label_replace(" + expression + ", \"" + PART + "\", \"" + name + "\", \"" + PART + "\", \"\")";
    }

    private static String range(Duration span) {
        return '[' + span(span) + ']';
    }

    private static String span(Duration span) {
        return Math.max(1, span.toSeconds()) + "s";
    }

    private static String decimal(double number) {
        return BigDecimal.valueOf(number).toPlainString();
    }
}
