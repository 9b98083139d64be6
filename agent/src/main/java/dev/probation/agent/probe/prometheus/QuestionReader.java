package dev.probation.agent.probe.prometheus;

import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Values;
import dev.probation.rules.expectation.Unit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what is asked of a Prometheus: exactly one of a query, a histogram's quantile, or bad events among all. */
public record QuestionReader(Values check) {

    Optional<Question> read() {
        boolean raw = check.isGiven(PrometheusFields.QUERY);
        boolean quantile = check.isGiven(PrometheusFields.HISTOGRAM) || check.isGiven(PrometheusFields.QUANTILE);
        boolean ratio = check.isGiven(PrometheusFields.BAD) || check.isGiven(PrometheusFields.TOTAL);
        if (Stream.of(raw, quantile, ratio).filter(given -> given).count() != 1) {
            reportChoice();
            return Optional.empty();
        }
        if (raw) {
            return refuse(PrometheusFields.OVER, "a query, which has spans of its own")
                    ? Optional.of(
                            new Question.Raw(check.get(PrometheusFields.QUERY).orElseThrow()))
                    : Optional.empty();
        }
        return quantile ? quantile() : ratio();
    }

    private void reportChoice() {
        List<String> found = Stream.of(
                        PrometheusFields.QUERY,
                        PrometheusFields.HISTOGRAM,
                        PrometheusFields.QUANTILE,
                        PrometheusFields.BAD,
                        PrometheusFields.TOTAL)
                .filter(check::isGiven)
                .map(Field::name)
                .toList();
        check.map()
                .report("expected exactly one of query, histogram with quantile, or bad with total, found "
                        + (found.isEmpty() ? "none" : String.join(" and ", found)));
    }

    private Optional<Question> quantile() {
        Optional<String> histogram = check.get(PrometheusFields.HISTOGRAM);
        Optional<Double> quantile = check.get(PrometheusFields.QUANTILE);
        if (!requireBoth(PrometheusFields.HISTOGRAM, PrometheusFields.QUANTILE) || !refuseReduce()) {
            return Optional.empty();
        }
        if (metric(histogram.orElseThrow()).endsWith("_bucket")) {
            check.spot(PrometheusFields.HISTOGRAM)
                    .report("expected the histogram's name without _bucket, found \"" + metric(histogram.orElseThrow())
                            + '"');
            return Optional.empty();
        }
        return Optional.of(new Question.Quantile(
                histogram.orElseThrow(), quantile.orElseThrow(), check.get(PrometheusFields.OVER), Optional.empty()));
    }

    private Optional<Question> ratio() {
        if (!requireBoth(PrometheusFields.BAD, PrometheusFields.TOTAL)
                || !refuseReduce()
                || !refuse(PrometheusFields.UNIT, "bad and total, whose share is a percentage")) {
            return Optional.empty();
        }
        return Optional.of(new Question.Ratio(
                check.get(PrometheusFields.BAD).orElseThrow(),
                check.get(PrometheusFields.TOTAL).orElseThrow(),
                check.get(PrometheusFields.OVER)));
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
        return refuse(PrometheusFields.REDUCE, "what the agent writes the query for, which gives one series");
    }

    private boolean refuse(Field<?> field, String with) {
        if (!check.isGiven(field)) {
            return true;
        }
        check.spot(field).report("expected no " + field.name() + " with " + with + ", found one");
        return false;
    }

    static Unit unit(Question question, Optional<Unit> given) {
        if (given.isPresent() || !(question instanceof Question.Quantile quantile)) {
            return given.orElse(Unit.NONE);
        }
        String name = metric(quantile.histogram());
        if (name.endsWith("_seconds")) {
            return Unit.SECOND;
        }
        return name.endsWith("_bytes") ? Unit.BYTE : Unit.NONE;
    }

    public static String metric(String selector) {
        int brace = selector.indexOf('{');
        return (brace < 0 ? selector : selector.substring(0, brace)).strip();
    }
}
