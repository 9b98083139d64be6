package dev.probation.agent.probe.prometheus;

import dev.probation.agent.config.ProbeSettings;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Expectation.Operator;
import dev.probation.rules.expectation.Unit;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * One question to a Prometheus.
 *
 * @param unit what the query's number is in; converted to the base unit
 * @param reduce how several series become one number; without it exactly one series is expected
 * @param acceptWarnings take a value that came with warnings, which may be partial, as a value
 */
public record PrometheusCheck(Question question, Unit unit, Optional<Reducer> reduce, boolean acceptWarnings)
        implements ProbeSettings {

    @Override
    public Optional<Double> allowedShare(Expectation expect) {
        boolean upper = expect.operator() == Operator.LESS || expect.operator() == Operator.AT_MOST;
        double limit = expect.limit().base();
        return upper && question instanceof Question.Ratio && limit >= 0 && limit < 1
                ? Optional.of(limit)
                : Optional.empty();
    }

    /** What is asked. */
    public sealed interface Question {
        /** Any PromQL that gives one number. */
        record Raw(String query) implements Question {}

        /** Bad events among all, both as counter selectors; the agent writes the PromQL. */
        record Ratio(String bad, String total, Duration over) implements Question {}

        /** A quantile of a classic histogram, named without {@code _bucket}; the agent writes the PromQL. */
        record Quantile(String histogram, double quantile, Duration over) implements Question {}
    }

    /** How several series become one number. */
    public enum Reducer {
        MAX,
        MIN,
        SUM,
        AVG;

        /** One number of at least one; NaN where any is NaN, so that a gap is not averaged away. */
        double reduce(double[] values) {
            DoubleStream stream = DoubleStream.of(values);
            return switch (this) {
                case MAX -> stream.max().orElseThrow();
                case MIN -> stream.min().orElseThrow();
                case SUM -> stream.sum();
                case AVG -> stream.average().orElseThrow();
            };
        }
    }
}
