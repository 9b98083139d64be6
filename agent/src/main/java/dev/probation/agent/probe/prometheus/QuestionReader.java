package dev.probation.agent.probe.prometheus;

import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Reducer;
import dev.probation.agent.probe.prometheus.query.Selector;
import dev.probation.agent.probe.prometheus.query.Selector.LabelMatcher;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.expectation.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is asked of a Prometheus: exactly one of a query, a histogram's quantile, or bad events among all. */
record QuestionReader(Values check) {

    private static final Field<Optional<String>> QUERY = Field.optional(
            "query", Types.text(), "Any PromQL that gives one number; exactly one series unless `reduce` is given.");
    private static final Field<Optional<Selector>> HISTOGRAM = Field.optional(
            "histogram",
            selector("a histogram's name without _bucket, such as http_request_duration_seconds"),
            "A classic histogram's name without `_bucket`, with or without a selector.");
    private static final Field<Optional<Double>> QUANTILE =
            Field.optional("quantile", Types.fraction(), "Which quantile, such as `0.95`.");
    private static final Field<Optional<Selector>> BAD = Field.optional(
            "bad",
            selector("a counter, such as http_requests_total{status=~\"5..\"}, whose rate the agent takes itself"),
            "The counter of bad events, with or without a selector.");
    private static final Field<Optional<Selector>> TOTAL = Field.optional(
            "total",
            selector("a counter, such as http_requests_total, whose rate the agent takes itself"),
            "The counter of all events, with or without a selector.");
    private static final Field<Map<String, String>> LABELS = Field.defaulting(
            "labels",
            Types.mapOfAny(Types.text()),
            Map.of(),
            "More labels for the selectors, as a service's `labels`, which these override.");
    private static final Field<Duration> OVER =
            Field.written("over", Types.durationFrom(Duration.ofSeconds(1)), "1m", "The time span of the value shown.");
    static final Field<Optional<Unit>> UNIT = Field.optional(
            "unit",
            Types.unit(),
            "The number's unit. Default: that in a histogram's name (`_seconds`, `_bytes`), otherwise none.");
    static final Field<Optional<Reducer>> REDUCE =
            Field.optional("reduce", Types.choice(Reducer.class), "How several series of a query become one number.");
    static final List<Field<?>> FIELDS = List.of(QUERY, HISTOGRAM, QUANTILE, BAD, TOTAL, LABELS, OVER, UNIT, REDUCE);

    private static Type<Selector> selector(String expected) {
        return Types.text(expected, Selector::parse);
    }

    Optional<Question> read() {
        boolean raw = check.isGiven(QUERY);
        boolean quantile = check.isGiven(HISTOGRAM) || check.isGiven(QUANTILE);
        boolean ratio = check.isGiven(BAD) || check.isGiven(TOTAL);
        if (Stream.of(raw, quantile, ratio).filter(given -> given).count() != 1) {
            reportChoice();
            return Optional.empty();
        }
        if (raw) {
            return refuse(OVER, "a query, which has spans of its own")
                            && refuse(LABELS, "a query, which names its series itself")
                    ? Optional.of(new Question.Raw(check.get(QUERY).orElseThrow()))
                    : Optional.empty();
        }
        return (quantile ? quantile() : ratio()).map(question -> question.within(LabelMatcher.all(check.get(LABELS))));
    }

    private void reportChoice() {
        List<String> found = Stream.of(QUERY, HISTOGRAM, QUANTILE, BAD, TOTAL)
                .filter(check::isGiven)
                .map(Field::name)
                .toList();
        check.map()
                .report("expected exactly one of query, histogram with quantile, or bad with total, found "
                        + (found.isEmpty() ? "none" : String.join(" and ", found)));
    }

    private Optional<Question> quantile() {
        Optional<Selector> histogram = check.get(HISTOGRAM);
        Optional<Double> quantile = check.get(QUANTILE);
        if (!requireBoth(HISTOGRAM, QUANTILE) || !refuseReduce()) {
            return Optional.empty();
        }
        String metric = histogram.orElseThrow().metric();
        if (metric.endsWith("_bucket")) {
            check.cursor(HISTOGRAM).report("expected the histogram's name without _bucket, found \"" + metric + '"');
            return Optional.empty();
        }
        return Optional.of(new Question.Quantile(
                histogram.orElseThrow(), quantile.orElseThrow(), check.get(OVER), Optional.empty()));
    }

    private Optional<Question> ratio() {
        if (!requireBoth(BAD, TOTAL)
                || !refuseReduce()
                || !refuse(UNIT, "bad and total, whose share is a percentage")) {
            return Optional.empty();
        }
        return Optional.of(new Question.Ratio(
                check.get(BAD).orElseThrow(), check.get(TOTAL).orElseThrow(), check.get(OVER)));
    }

    private boolean requireBoth(Field<?> one, Field<?> other) {
        Field<?> missing = check.isGiven(one) ? other : one;
        if (check.isGiven(one) && check.isGiven(other)) {
            return true;
        }
        check.map().report("expected " + one.name() + " and " + other.name() + " together, found no " + missing.name());
        return false;
    }

    private boolean refuseReduce() {
        return refuse(REDUCE, "what the agent writes the query for, which gives one series");
    }

    private boolean refuse(Field<?> field, String with) {
        if (!check.isGiven(field)) {
            return true;
        }
        check.cursor(field).report("expected no " + field.name() + " with " + with + ", found one");
        return false;
    }

    static Unit unit(Question question, @Nullable Unit given) {
        if (given != null) {
            return given;
        }
        if (!(question instanceof Question.Quantile quantile)) {
            return Unit.NONE;
        }
        String name = quantile.histogram().metric();
        if (name.endsWith("_seconds")) {
            return Unit.SECOND;
        }
        return name.endsWith("_bytes") ? Unit.BYTE : Unit.NONE;
    }
}
