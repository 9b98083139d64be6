package dev.probation.agent.probe.prometheus.query;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the PromQL that people get wrong. */
public final class PromQl {

    /** The label that tells the parts of a ratio apart. */
    static final String PART = "probation_part";

    static final String BAD = "bad";
    public static final String TOTAL = "total";
    static final String BAD_SINCE_DEPLOYMENT = "bad_since";
    static final String TOTAL_SINCE_DEPLOYMENT = "total_since";
    /** How many series there are to count from. */
    public static final String SERIES = "series";

    public static final String QUANTILE = "quantile";

    private static final String TEXT = "(?:\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'|`[^`]*`)";
    private static final String MATCHER = "\\s*[a-zA-Z_]\\w*\\s*(?:=~|!~|!=|=)\\s*" + TEXT + "\\s*";
    private static final Pattern SELECTOR = Pattern.compile(
            "\\s*([a-zA-Z_:][\\w:]*)?\\s*(\\{\\s*(?:" + MATCHER + "(?:," + MATCHER + ")*,?)?\\s*})?\\s*");

    /** A counter that was not seen for this long before a span begins did not exist: it counts from zero. */
    private static final String UNSEEN = "1h";

    private PromQl() {}

    /** Whether {@code text} selects series: a metric's name, label matchers, or both. */
    static boolean isSelector(String text) {
        Matcher matcher = SELECTOR.matcher(text);
        return matcher.matches() && (matcher.group(1) != null || matcher.group(2) != null);
    }

    /** A quantile over all series of a classic histogram, which is named without {@code _bucket}. */
    public static String quantile(String histogram, double quantile, Duration over) {
        return "histogram_quantile(" + decimal(quantile) + ", sum by (le) (rate(" + buckets(histogram) + '['
                + span(over) + "])))";
    }

    /** The buckets of a histogram, with its matchers. */
    public static String buckets(String histogram) {
        Matcher matcher = SELECTOR.matcher(histogram);
        if (!matcher.matches() || matcher.group(1) == null || matcher.group(1).endsWith("_bucket")) {
            return histogram;
        }
        return matcher.group(1) + "_bucket" + (matcher.group(2) == null ? "" : matcher.group(2));
    }

    /**
     * All that a ratio needs in one request, so that its parts are of one moment: bad and total events over a span and
     * since the deployment.
     */
    public static String ratio(PrometheusCheck.Question.Ratio ratio, Duration over, Duration sinceDeployment) {
        return List.of(
                        part(BAD, events(ratio.bad(), over)),
                        part(TOTAL, events(ratio.total(), over)),
                        part(BAD_SINCE_DEPLOYMENT, events(ratio.bad(), sinceDeployment)),
                        part(TOTAL_SINCE_DEPLOYMENT, events(ratio.total(), sinceDeployment)),
                        part(SERIES, "count(" + ratio.total() + ") or vector(0)"))
                .stream()
                .collect(Collectors.joining(" or "));
    }

    /**
     * A quantile, and in the same request the counts behind it: observations up to {@code bound} and all of them, over a
     * span and since the deployment, and how many series have these buckets.
     */
    public static String quantile(
            PrometheusCheck.Question.Quantile quantile, BucketBound bound, Duration over, Duration sinceDeployment) {
        String counted = bound.in(buckets(quantile.histogram()));
        return List.of(
                        part(QUANTILE, quantile(quantile.histogram(), quantile.quantile(), over)),
                        part(TOTAL, eventsByBound(counted, over)),
                        part(TOTAL_SINCE_DEPLOYMENT, eventsByBound(counted, sinceDeployment)),
                        part(SERIES, layout(counted, sinceDeployment)))
                .stream()
                .collect(Collectors.joining(" or "));
    }

    /** How many series have each bucket. */
    public static String layout(String buckets, Duration sinceDeployment) {
        return "count by (le) (present_over_time(" + buckets + '[' + span(sinceDeployment) + "]))";
    }

    /** As {@link #events}, for each bucket. */
    private static String eventsByBound(String buckets, Duration span) {
        String range = '[' + span(span) + ']';
        return "sum by (le) (" + part("seen", "increase(" + buckets + range + ')') + " or "
                + part("new", "(" + firstOfNew(buckets, span) + ')') + ')';
    }

    /** The least value of each series that is new in the span. */
    private static String firstOfNew(String selector, Duration span) {
        return "min_over_time(" + selector + '[' + span(span) + "]) unless last_over_time(" + selector + '[' + UNSEEN
                + "] offset " + span(span) + ')';
    }

    public static String part(String name, String expression) {
        return "label_replace(" + expression + ", \"" + PART + "\", \"" + name + "\", \"" + PART + "\", \"\")";
    }

    /**
     * Increases, resets included, of counters that may not exist yet. A counter appears with its first event already in
     * it, which {@code increase} cannot see: the least value of a series that is new in the span is added.
     */
    private static String events(String selector, Duration span) {
        String range = '[' + span(span) + ']';
        return "(sum(increase(" + selector + range + ")) or vector(0)) + (sum(" + firstOfNew(selector, span)
                + ") or vector(0))";
    }

    private static String span(Duration span) {
        return Math.max(1, span.toSeconds()) + "s";
    }

    private static String decimal(double number) {
        return BigDecimal.valueOf(number).toPlainString();
    }
}
