package dev.probation.agent.probe.prometheus.query;

import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the text of a query gives away. These are heuristics: there is no parser of PromQL here, strings and comments are
 * blanked and the rest is searched for patterns, so that an unusual query may be judged wrongly either way.
 */
public final class QueryText {

    private static final Pattern TEXT_OR_COMMENT =
            Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|`[^`]*`|#[^\\n]*");
    private static final Pattern RATED = Pattern.compile("\\b(?:rate|increase)\\s*\\(([^\\[\\]()]*)\\[\\s*(\\w+)\\s*]");
    private static final Pattern QUANTILE = Pattern.compile("\\bhistogram_quantile\\s*\\(\\s*([0-9.]+)\\s*,");
    private static final Pattern BY_LE = Pattern.compile("\\bby\\s*\\([^)]*\\ble\\b[^)]*\\)");
    private static final Pattern WITHOUT = Pattern.compile("\\bwithout\\s*\\(([^)]*)\\)");
    private static final Pattern LE = Pattern.compile("\\ble\\b");
    private static final Pattern RATE = Pattern.compile("\\b(?:rate|increase)\\s*\\(");
    private static final Pattern GUARD = Pattern.compile(">|\\bor\\b");

    private final String query;
    /** As long as the query, so that places in one are places in the other. */
    private final String masked;

    public QueryText(String query) {
        this.query = query;
        this.masked = TEXT_OR_COMMENT
                .matcher(query)
                .replaceAll(found -> "\"".repeat(found.group().length()));
    }

    /** Whether a quantile is taken of buckets that were not summed up by their bounds. */
    public boolean lacksLe() {
        boolean quantile = masked.contains("histogram_quantile") && masked.contains("_bucket");
        return quantile && !BY_LE.matcher(masked).find() && !keepsLe();
    }

    /** {@code sum without (pod)} keeps le. */
    private boolean keepsLe() {
        Matcher without = WITHOUT.matcher(masked);
        return without.find() && !LE.matcher(without.group(1)).find();
    }

    /** Whether one rate is divided by another, and nothing says what that is without traffic. */
    public boolean isUnguardedRatio() {
        int slash = masked.indexOf('/');
        return slash > 0
                && RATE.matcher(masked.substring(0, slash)).find()
                && RATE.matcher(masked.substring(slash)).find()
                && !GUARD.matcher(masked.substring(slash)).find();
    }

    /** The spans that rates and increases are taken over. */
    public List<Duration> rateSpans() {
        List<Duration> spans = new ArrayList<>();
        Matcher rated = RATED.matcher(masked);
        while (rated.find()) {
            Durations.parse(rated.group(2)).ifPresent(spans::add);
        }
        return spans;
    }

    /** The first series that a rate is taken of. */
    public Optional<Selector> ratedSelector() {
        return ratedSelectors().stream().findFirst();
    }

    /** Up to the first that is no selector. */
    private List<Selector> ratedSelectors() {
        Matcher rated = RATED.matcher(masked);
        List<Selector> selectors = new ArrayList<>();
        while (rated.find()) {
            Optional<Selector> selector = Selector.parse(query.substring(rated.start(1), rated.end(1)));
            if (selector.isEmpty()) {
                return selectors;
            }
            selectors.add(selector.orElseThrow());
        }
        return selectors;
    }

    /** The keys of a check that asks the same and counts events; empty where there is no such form. */
    public Optional<String> countedForm() {
        List<Selector> rated = ratedSelectors();
        OptionalDouble quantile = quantile();
        if (quantile.isPresent() && rated.size() == 1) {
            return rated.get(0)
                    .withoutSuffix("_bucket")
                    .map(histogram -> "histogram: '" + histogram + "', quantile: " + quantile.getAsDouble());
        }
        boolean share = quantile.isEmpty()
                && rated.size() == 2
                && masked.indexOf('/') > 0
                && rated.get(0).isPartOf(rated.get(1));
        return share ? Optional.of("bad: '" + rated.get(0) + "', total: '" + rated.get(1) + '\'') : Optional.empty();
    }

    /** The quantile that is taken of a histogram. */
    public OptionalDouble quantile() {
        Matcher quantile = QUANTILE.matcher(masked);
        return quantile.find() ? OptionalDouble.of(Double.parseDouble(quantile.group(1))) : OptionalDouble.empty();
    }
}
