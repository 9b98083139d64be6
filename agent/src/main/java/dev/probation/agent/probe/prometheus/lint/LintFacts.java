package dev.probation.agent.probe.prometheus.lint;

import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.QuantileAnswer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import dev.probation.agent.probe.prometheus.query.Selector;
import dev.probation.rules.expectation.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a target told about one check's question.
 *
 * @param limit that the value is held against
 * @param result what a query of the user's own gives now; empty for others
 * @param histogram whose quantile is asked for
 * @param interval between two samples of what is asked
 * @param declaredUnit what the target says the histogram is in
 * @param judged the counter of all events that are judged
 */
record LintFacts(
        PrometheusCheck check,
        Optional<Quantity> limit,
        List<Series> result,
        Optional<HistogramFacts> histogram,
        Optional<Duration> interval,
        Optional<String> declaredUnit,
        Optional<Selector> judged,
        Optional<TrafficFacts> traffic) {

    LintFacts {
        result = List.copyOf(result);
    }

    /** The limit in the unit of the question. */
    double limitInUnit() {
        return QuantileAnswer.inUnit(limit.orElseThrow(), check.unit());
    }

    /** A number in the unit of the question, written in the limit's. */
    String write(double inUnit) {
        return limit.orElseThrow().write(inUnit * check.unit().factor().doubleValue());
    }
}
