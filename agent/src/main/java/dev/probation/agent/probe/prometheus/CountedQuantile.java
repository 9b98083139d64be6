package dev.probation.agent.probe.prometheus;

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
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Measured;
import dev.probation.rules.sample.Outcome.NoData;
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
        return (bound == null ? learn(asked) : counted(bound, asked, false))
                .otherwise(ourMistake -> ProbeFailures.of(ourMistake, api.peer()));
    }

    private Future<Outcome> learn(Asked asked) {
        return query(PromQl.layout(PromQl.buckets(quantile.histogram()), asked.since()), asked)
                .compose(answer -> learned(answer, asked));
    }

    /** A target that cannot tell the buckets can still tell the quantile. */
    private Future<Outcome> learned(QueryAnswer answer, Asked asked) {
        if (answer instanceof Unusable unusable && unusable.failure().cause() != Cause.REJECTED) {
            return Future.succeededFuture(unusable.failure());
        }
        double limit = QuantileAnswer.inUnit(quantile.limit().orElseThrow(), check.unit());
        Optional<BucketBound> bound =
                answer instanceof Numbers numbers ? QuantileAnswer.bound(numbers.series(), limit) : Optional.empty();
        known = bound.orElse(null);
        if (bound.isPresent()) {
            return counted(bound.orElseThrow(), asked, true);
        }
        Optional<Double> last =
                answer instanceof Numbers numbers ? QuantileAnswer.lastBound(numbers.series()) : Optional.empty();
        return plain(asked, last.orElse(null));
    }

    /** @param fresh whether the bound was learned for this; otherwise a release may have changed the buckets since */
    private Future<Outcome> counted(BucketBound bound, Asked asked, boolean fresh) {
        String query = PromQl.quantile(quantile, bound, asked.over(), asked.since());
        return ask(query, asked, series -> {
            QuantileAnswer answer = QuantileAnswer.of(series);
            boolean counted = answer.counts().isPresent();
            known = counted ? bound : null;
            return counted || fresh ? Future.succeededFuture(outcome(answer, bound, asked)) : learn(asked);
        });
    }

    private Outcome outcome(QuantileAnswer answer, BucketBound bound, Asked asked) {
        Outcome value = value(answer.value(), asked);
        return value instanceof Measured measured
                ? new Measured(
                        measured.value(), answer.counts(), answer.detail(quantile, bound, check.unit(), asked.over()))
                : value;
    }

    /** @param last where the last of the buckets ends, above which a quantile is not known */
    private Future<Outcome> plain(Asked asked, @Nullable Double last) {
        String query = PromQl.quantile(quantile.histogram(), quantile.quantile(), asked.over());
        return ask(query, asked, series -> Future.succeededFuture(uncounted(value(series, asked), asked, last)));
    }

    private Outcome uncounted(Outcome value, Asked asked, @Nullable Double last) {
        if (!(value instanceof Measured measured)) {
            return value;
        }
        Quantity limit = quantile.limit().orElseThrow();
        String name = QuantileAnswer.name(quantile, asked.over());
        if (last == null) {
            return Measured.of(measured.value(), name);
        }
        double top = last * check.unit().factor().doubleValue();
        return top < limit.base() && measured.value() >= top
                ? new NoData(name + " is above the last bucket, which ends at " + limit.write(top)
                        + ", below the limit " + limit + ", so how far is not known; add buckets around the limit")
                : Measured.of(
                        measured.value(),
                        name + "; no bucket of all series ends at " + limit + " or above, so nothing is counted");
    }

    private Outcome value(List<Series> series, Asked asked) {
        return ValueAnswer.of(series, check, noRequests(asked.over()));
    }

    static String noRequests(Duration over) {
        return "no requests in " + Durations.write(over);
    }

    private Future<Outcome> ask(String query, Asked asked, Function<List<Series>, Future<Outcome>> reading) {
        return query(query, asked)
                .compose(answer -> answer instanceof Numbers numbers
                        ? reading.apply(numbers.series())
                        : Future.succeededFuture(((Unusable) answer).failure()));
    }

    private Future<QueryAnswer> query(String query, Asked asked) {
        Duration left = timeout.minusNanos(time.nanos() - asked.startedAt());
        if (left.compareTo(LEAST) < 0) {
            return Future.succeededFuture(
                    new Unusable(ProbeFailures.timeout(timeout, "after the histogram's buckets were read")));
        }
        return api.query(query, asked.at(), timeout, left)
                .map(reply -> QueryAnswer.of(reply, check.acceptWarnings(), api.peer()));
    }
}
