package dev.probation.agent.probe.prometheus;

import dev.probation.agent.http.HttpResult;
import dev.probation.agent.probe.ProbeFailures;
import dev.probation.agent.probe.prometheus.query.BucketBound;
import dev.probation.agent.probe.prometheus.query.PromQl;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.QuantileAnswer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Numbers;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Unusable;
import dev.probation.agent.probe.prometheus.query.QueryApi;
import dev.probation.agent.probe.prometheus.query.ValueAnswer;
import dev.probation.agent.time.Time;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Measured;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a quantile and, in the same request, how many observations are beyond its limit. Which bucket tells that is
 * asked once and kept, so that of dozens of buckets only two are read back to the deployment.
 */
final class CountedQuantile {

    /** Below this a second request has no chance. */
    private static final Duration LEAST = Duration.ofMillis(10);

    private final QueryApi api;
    private final PrometheusCheck check;
    private final Question.Quantile quantile;
    private final Duration timeout;
    private final Time time;
    // a race costs one more look at the buckets
    private volatile @Nullable BucketBound known;

    CountedQuantile(QueryApi api, PrometheusCheck check, Question.Quantile quantile, Duration timeout, Time time) {
        this.api = api;
        this.check = check;
        this.quantile = quantile;
        this.timeout = timeout;
        this.time = time;
    }

    /** What is asked, and when; {@code startedAt} is when the first request of this was sent. */
    private record Asked(
            Duration over, Duration since, @Nullable Instant at, long startedAt) {}

    Future<Outcome> ask(Duration over, Duration sinceDeployment, @Nullable Instant at) {
        Asked asked = new Asked(over, sinceDeployment, at, time.nanos());
        BucketBound bound = known;
        return (bound == null ? learn(asked) : counted(bound, asked))
                .otherwise(ourMistake -> ProbeFailures.of(ourMistake, api.peer()));
    }

    private Future<Outcome> learn(Asked asked) {
        String layout = PromQl.layout(PromQl.buckets(quantile.histogram()), asked.since());
        return api.query(layout, asked.at(), timeout).compose(reply -> learned(read(reply), asked));
    }

    /** A target that cannot tell the buckets can still tell the quantile. */
    private Future<Outcome> learned(QueryAnswer answer, Asked asked) {
        if (answer instanceof Unusable unusable && unusable.failure().cause() != Cause.REJECTED) {
            return Future.succeededFuture(unusable.failure());
        }
        double limit = QuantileAnswer.inUnit(quantile.limit().orElseThrow(), check.unit());
        Optional<BucketBound> bound =
                answer instanceof Numbers layout ? BucketBound.of(layout.series(), limit) : Optional.empty();
        known = bound.orElse(null);
        if (bound.isPresent()) {
            return counted(bound.orElseThrow(), asked);
        }
        boolean told = answer instanceof Numbers numbers && !numbers.series().isEmpty();
        return plain(asked, told ? "; " + noBucket() : "");
    }

    private Future<Outcome> counted(BucketBound bound, Asked asked) {
        String query = PromQl.quantile(quantile, bound, asked.over(), asked.since());
        return ask(query, asked, series -> outcome(QuantileAnswer.of(series, bound), bound, asked));
    }

    private Outcome outcome(QuantileAnswer answer, BucketBound bound, Asked asked) {
        if (answer.counts().isEmpty()) {
            known = null;
        }
        Outcome value = value(answer.value(), asked);
        return value instanceof Measured measured
                ? new Measured(
                        measured.value(), answer.counts(), answer.detail(quantile, bound, check.unit(), asked.over()))
                : value;
    }

    private Future<Outcome> plain(Asked asked, String whyNotCounted) {
        String query = PromQl.quantile(quantile.histogram(), quantile.quantile(), asked.over());
        return ask(query, asked, series -> {
            Outcome value = value(series, asked);
            return value instanceof Measured measured
                    ? Measured.of(measured.value(), QuantileAnswer.name(quantile, asked.over()) + whyNotCounted)
                    : value;
        });
    }

    private String noBucket() {
        return "no bucket of all series ends at " + quantile.limit().orElseThrow() + " or above, so nothing is counted";
    }

    private Outcome value(List<Series> series, Asked asked) {
        return ValueAnswer.of(series, check, noRequests(asked.over()));
    }

    static String noRequests(Duration over) {
        return "no requests in " + Durations.write(over);
    }

    private Future<Outcome> ask(String query, Asked asked, Function<List<Series>, Outcome> reading) {
        Duration left = timeout.minusNanos(time.nanos() - asked.startedAt());
        if (left.compareTo(LEAST) < 0) {
            return Future.succeededFuture(ProbeFailures.timeout(timeout, "after the histogram's buckets were read"));
        }
        return api.query(query, asked.at(), timeout, left).map(reply -> {
            QueryAnswer answer = read(reply);
            return answer instanceof Numbers numbers ? reading.apply(numbers.series()) : ((Unusable) answer).failure();
        });
    }

    private QueryAnswer read(HttpResult reply) {
        return QueryAnswer.of(reply, check.acceptWarnings(), api.peer());
    }
}
