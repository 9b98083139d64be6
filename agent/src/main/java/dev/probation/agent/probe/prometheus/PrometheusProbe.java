package dev.probation.agent.probe.prometheus;

import dev.probation.agent.http.HttpResult;
import dev.probation.agent.probe.PastProbe;
import dev.probation.agent.probe.ProbeFailures;
import dev.probation.agent.probe.prometheus.query.PromQl;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.QueryAnswer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Numbers;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Unusable;
import dev.probation.agent.probe.prometheus.query.QueryApi;
import dev.probation.agent.probe.prometheus.query.RatioAnswer;
import dev.probation.agent.probe.prometheus.query.ValueAnswer;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks a Prometheus one question. */
final class PrometheusProbe implements PastProbe {

    private static final Duration LEAST_SPAN = Duration.ofSeconds(1);

    private final QueryApi api;
    private final PrometheusCheck check;
    private final Duration timeout;
    private final Time time;
    /** For a quantile with a limit. */
    private final @Nullable CountedQuantile counting;

    PrometheusProbe(QueryApi api, PrometheusCheck check, Duration timeout, Time time) {
        this.api = api;
        this.check = check;
        this.timeout = timeout;
        this.time = time;
        this.counting = check.question() instanceof Question.Quantile quantile
                        && quantile.limit().isPresent()
                ? new CountedQuantile(api, check, quantile, timeout, time)
                : null;
    }

    @Override
    public Future<Outcome> ask(Instant deployedAt) {
        return ask(Duration.between(deployedAt, time.now()), null);
    }

    @Override
    public Future<Outcome> askAt(Instant since, Instant at) {
        return ask(Duration.between(since, at), at);
    }

    @Override
    public Future<List<Outcome>> askAll(List<Moment> moments) {
        Function<Moment, Future<Outcome>> single = moment -> askAt(moment.since(), moment.at());
        return counting != null
                ? RangeReading.oneByOne(moments, single)
                : new RangeReading(api, check.acceptWarnings(), timeout)
                        .read(moments, moment -> prepared(Duration.between(moment.since(), moment.at())), single);
    }

    /**
     * A query, and what its answer means.
     *
     * @param reading the same for the same text
     */
    record Prepared(String query, Function<Numbers, Outcome> reading) {}

    private Future<Outcome> ask(Duration sinceDeployment, @Nullable Instant at) {
        if (check.question() instanceof Question.Quantile quantile && counting != null) {
            Duration over = clipped(quantile.over(), sinceDeployment);
            return counting.ask(over, clipped(sinceDeployment, sinceDeployment), at);
        }
        Prepared prepared = prepared(sinceDeployment);
        return ask(prepared.query(), at, prepared.reading());
    }

    private Prepared prepared(Duration sinceDeployment) {
        Question question = check.question();
        if (question instanceof Question.Ratio ratio) {
            Duration over = clipped(ratio.over(), sinceDeployment);
            return new Prepared(
                    PromQl.ratio(ratio, over, clipped(sinceDeployment, sinceDeployment)),
                    numbers -> RatioAnswer.of(numbers.series(), ratio, over));
        }
        if (question instanceof Question.Quantile quantile) {
            Duration over = clipped(quantile.over(), sinceDeployment);
            return new Prepared(
                    PromQl.quantile(quantile.histogram(), quantile.quantile(), over),
                    numbers -> ValueAnswer.of(numbers.series(), check, CountedQuantile.noRequests(over)));
        }
        String query = ((Question.Raw) question).query();
        return new Prepared(
                query, numbers -> ValueAnswer.of(numbers.series(), check, "nothing to divide or no observations"));
    }

    private static Duration clipped(Duration span, Duration most) {
        Duration shorter = span.compareTo(most) < 0 ? span : most;
        return shorter.compareTo(LEAST_SPAN) < 0 ? LEAST_SPAN : shorter;
    }

    private Future<Outcome> ask(String query, @Nullable Instant at, Function<Numbers, Outcome> reading) {
        return api.query(query, at, timeout)
                .map(reply -> outcome(reply, reading))
                .otherwise(ourMistake -> ProbeFailures.of(ourMistake, api.peer()));
    }

    private Outcome outcome(HttpResult reply, Function<Numbers, Outcome> reading) {
        QueryAnswer answer = QueryAnswer.of(reply, check.acceptWarnings(), api.peer());
        return answer instanceof Unusable unusable ? unusable.failure() : reading.apply((Numbers) answer);
    }
}
