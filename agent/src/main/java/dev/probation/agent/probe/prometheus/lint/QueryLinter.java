package dev.probation.agent.probe.prometheus.lint;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.probe.LintFinding;
import dev.probation.agent.probe.prometheus.query.BucketBound;
import dev.probation.agent.probe.prometheus.query.PromQl;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.QueryAnswer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Numbers;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Unusable;
import dev.probation.agent.probe.prometheus.query.QueryApi;
import dev.probation.agent.probe.prometheus.query.QueryText;
import dev.probation.agent.probe.prometheus.query.Selector;
import dev.probation.rules.check.Check;
import dev.probation.rules.expectation.Expectation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Asks a target what is needed to judge one check's question, each request within the check's timeout. */
public final class QueryLinter {

    private final QueryApi api;
    private final PrometheusCheck check;
    private final Duration timeout;
    private final Check rule;
    // answers may come on several event loops
    private final Queue<LintFinding> notes = new ConcurrentLinkedQueue<>();

    private QueryLinter(QueryApi api, CheckConfig config) {
        this.api = api;
        this.check = (PrometheusCheck) config.probe();
        this.timeout = config.timeout();
        this.rule = config.rule();
    }

    /** What is found; warnings first, then what could not be looked at. */
    public static Future<List<LintFinding>> lint(QueryApi api, CheckConfig config) {
        return new QueryLinter(api, config).lint();
    }

    private Future<List<LintFinding>> lint() {
        Future<List<Series>> result = result();
        Future<Optional<HistogramFacts>> histogram = histogram();
        Future<Optional<Duration>> interval = interval();
        Future<Optional<String>> unit = declaredUnit();
        Future<Optional<TrafficFacts>> traffic = traffic();
        return Future.join(result, histogram, interval, unit, traffic)
                .map(all -> new LintFacts(
                        check,
                        rule.expect().map(Expectation::limit),
                        result.result(),
                        histogram.result(),
                        interval.result(),
                        unit.result(),
                        judged(),
                        traffic.result()))
                .map(facts -> {
                    List<LintFinding> findings = new ArrayList<>(QueryLint.all(facts));
                    findings.addAll(notes);
                    return List.copyOf(findings);
                })
                .otherwise(ourMistake -> List.of(LintFinding.notLinted("the question could not be linted: "
                        + ourMistake.getClass().getSimpleName())));
    }

    private Future<List<Series>> result() {
        return check.question() instanceof Question.Raw raw
                ? ask(raw.query(), "the query's value and series").map(series -> series.orElse(List.of()))
                : Future.succeededFuture(List.of());
    }

    /** The series of an instant query; empty where it cannot be had, which is noted. */
    private Future<Optional<List<Series>>> ask(String query, String what) {
        return api.query(query, timeout).map(reply -> {
            QueryAnswer answer = QueryAnswer.of(reply, true, api.peer());
            if (answer instanceof Unusable unusable) {
                note(what, unusable.failure().detail());
                return Optional.<List<Series>>empty();
            }
            return Optional.of(((Numbers) answer).series());
        });
    }

    private void note(String what, String why) {
        notes.add(LintFinding.notLinted(what + " could not be linted: " + why));
    }

    private Future<Optional<HistogramFacts>> histogram() {
        Optional<Selector> buckets =
                sampled().filter(selector -> selector.metric().endsWith("_bucket"));
        OptionalDouble quantile = quantile();
        if (buckets.isEmpty() || quantile.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        String query = HistogramFacts.query(buckets.orElseThrow(), quantile.getAsDouble());
        return ask(query, "the histogram's buckets")
                .map(answer -> answer.map(series -> {
                    HistogramFacts facts = HistogramFacts.of(series, quantile.getAsDouble());
                    if (facts.total() <= 0) {
                        note("how the buckets are used", "no observations in " + HistogramFacts.SPAN);
                    }
                    return facts;
                }));
    }

    private OptionalDouble quantile() {
        if (check.question() instanceof Question.Quantile quantile) {
            return OptionalDouble.of(quantile.quantile());
        }
        return check.question() instanceof Question.Raw raw
                ? new QueryText(raw.query()).quantile()
                : OptionalDouble.empty();
    }

    /** The series whose increase is asked for. */
    private Optional<Selector> sampled() {
        Question question = check.question();
        if (question instanceof Question.Ratio ratio) {
            return Optional.of(ratio.total());
        }
        return question instanceof Question.Quantile quantile
                ? Optional.of(PromQl.buckets(quantile.histogram()))
                : new QueryText(((Question.Raw) question).query()).ratedSelector();
    }

    /** Of a histogram the bucket that holds everything. */
    private Optional<Selector> judged() {
        return sampled().map(selector -> selector.metric().endsWith("_bucket") ? BucketBound.all(selector) : selector);
    }

    private Future<Optional<TrafficFacts>> traffic() {
        return judged().map(selector -> ask(TrafficFacts.query(check.question(), selector), "whose traffic is judged")
                        .map(answer -> answer.map(series -> TrafficFacts.of(check.question(), series))))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<Duration>> interval() {
        Optional<Selector> selector = sampled();
        if (selector.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        String what = "the range of the rates";
        return ask("topk(1, " + selector.orElseThrow() + ')', what).compose(answer -> {
            if (answer.map(List::isEmpty).orElse(false)) {
                note(what, "no series matches " + selector.orElseThrow());
            }
            return answer.filter(series -> !series.isEmpty())
                    .map(series -> spacing(series.get(0), what))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty()));
        });
    }

    private Future<Optional<Duration>> spacing(Series one, String what) {
        return api.query(SampleSpacing.query(one), timeout).map(reply -> {
            Optional<Duration> spacing = SampleSpacing.of(reply);
            if (spacing.isEmpty()) {
                note(what, "the last samples of its series do not show how often one arrives");
            }
            return spacing;
        });
    }

    private Future<Optional<String>> declaredUnit() {
        if (!(check.question() instanceof Question.Quantile quantile)) {
            return Future.succeededFuture(Optional.empty());
        }
        String name = quantile.histogram().metric();
        return api.get("metadata?metric=" + name, timeout).map(reply -> {
            JsonTree data = reply instanceof HttpAnswer answer && answer.status() == 200
                    ? JsonTree.parse(answer.body())
                    : JsonTree.NONE;
            if (data.isAbsent()) {
                note("the unit of " + name, api.peer() + " has no metadata; the unit is taken from its name");
            }
            return unit(data.at("data", name));
        });
    }

    private static Optional<String> unit(JsonTree metadata) {
        return metadata.items().stream()
                .map(each -> each.at("unit").text().orElse(""))
                .filter(unit -> !unit.isEmpty())
                .findFirst();
    }
}
