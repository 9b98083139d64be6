package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.probe.prometheus.query.Selector.LabelMatcher;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Unit;
import dev.probation.rules.sample.Outcome.Measured;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * One question to a Prometheus.
 *
 * @param unit what the query's number is in; converted to the base unit
 * @param reduce how several series become one number; without it exactly one series is expected
 * @param acceptWarnings take a value that may be partial, as its server says, as a value
 */
public record PrometheusCheck(Question question, Unit unit, Optional<Reducer> reduce, boolean acceptWarnings)
        implements ProbeSettings {

    /** What is asked. */
    public sealed interface Question {

        /** The span that a value is a rate over; of a query that somebody wrote, a usual one. */
        Duration over();

        /** With matchers in each selector that the agent puts into a query. */
        Question within(List<LabelMatcher> matchers);

        /**
         * Any PromQL that gives one number.
         *
         * @param beyond which infinite number is beyond the limit, such as errors divided by no requests; NaN where none is
         */
        record Raw(String query, double beyond) implements Question {

            private static final Duration USUAL = Duration.ofMinutes(1);

            /** Whose numbers are held against no limit. */
            public Raw(String query) {
                this(query, Double.NaN);
            }

            /** The same, with numbers that are held against a limit. */
            public Raw expecting(Expectation expectation) {
                boolean upper = expectation.holds(-Measured.INFINITE);
                boolean lower = expectation.holds(Measured.INFINITE);
                double beyond = upper ? Double.POSITIVE_INFINITY : lower ? Double.NEGATIVE_INFINITY : Double.NaN;
                return new Raw(query, beyond);
            }

            @Override
            public Duration over() {
                return USUAL;
            }

            @Override
            public Question within(List<LabelMatcher> matchers) {
                return this;
            }
        }

        /** Bad events among all, both as counter selectors; the agent writes the PromQL. */
        record Ratio(Selector bad, Selector total, Duration over) implements Question {

            @Override
            public Question within(List<LabelMatcher> matchers) {
                return new Ratio(bad.withDefaults(matchers), total.withDefaults(matchers), over);
            }

            /**
             * The labels that tell bad events from others, where both are of one metric. Without them each event is bad, or
             * none is: that is no answer.
             */
            public List<String> distinguishing() {
                return bad.metric().equals(total.metric())
                        ? bad.matchers().stream()
                                .map(LabelMatcher::label)
                                .filter(label -> !total.asks(label))
                                .distinct()
                                .toList()
                        : List.of();
            }
        }

        /**
         * A quantile of a classic histogram, named without {@code _bucket}; the agent writes the PromQL.
         *
         * @param limit what the quantile is to stay below; what is above it is counted
         */
        record Quantile(Selector histogram, double quantile, Duration over, Optional<Quantity> limit)
                implements Question {

            @Override
            public Question within(List<LabelMatcher> matchers) {
                return new Quantile(histogram.withDefaults(matchers), quantile, over, limit);
            }

            /** The same, with what is above {@code limit} counted. */
            public Quantile counting(Quantity limit) {
                return new Quantile(histogram, quantile, over, Optional.of(limit));
            }

            /** The share of all that may be above the limit: 0.05 of a p95. */
            double above() {
                return BigDecimal.ONE.subtract(BigDecimal.valueOf(quantile)).doubleValue();
            }
        }
    }

    @Override
    public PrometheusCheck within(Map<String, String> labels) {
        return new PrometheusCheck(question.within(LabelMatcher.all(labels)), unit, reduce, acceptWarnings);
    }

    @Override
    public Duration span() {
        return question.over();
    }

    @Override
    public boolean isShareOfBadEvents() {
        return question instanceof Question.Ratio;
    }

    /** A histogram of what is better when it is large, such as a batch's size, is seldom held to a quantile. */
    @Override
    public boolean isWorseWhenLarger() {
        return isShareOfBadEvents() || question instanceof Question.Quantile;
    }

    @Override
    public OptionalDouble allowedShare(Expectation expectation) {
        Optional<Quantity> limit = expectation.upperLimit();
        OptionalDouble share = OptionalDouble.empty();
        if (question instanceof Question.Ratio && limit.isPresent()) {
            share = OptionalDouble.of(limit.orElseThrow().base());
        }
        if (question instanceof Question.Quantile quantile && limit.isPresent() && limit.equals(quantile.limit())) {
            share = OptionalDouble.of(quantile.above());
        }
        return share.isPresent() && share.getAsDouble() > 0 && share.getAsDouble() < 1 ? share : OptionalDouble.empty();
    }

    /** How several series become one number. */
    public enum Reducer {
        MAX,
        MIN,
        SUM,
        AVG;

        /**
         * One number of at least one. NaN is left out of the largest and the smallest, as Prometheus leaves it out: an idle
         * replica hides no failing one. Any makes a sum and an average NaN, so that a gap is not averaged away.
         */
        double reduce(double[] values) {
            DoubleStream stream = DoubleStream.of(values);
            DoubleStream numbers = DoubleStream.of(values).filter(value -> !Double.isNaN(value));
            return switch (this) {
                case MAX -> numbers.max().orElse(Double.NaN);
                case MIN -> numbers.min().orElse(Double.NaN);
                case SUM -> stream.sum();
                case AVG -> stream.average().orElseThrow();
            };
        }
    }
}
