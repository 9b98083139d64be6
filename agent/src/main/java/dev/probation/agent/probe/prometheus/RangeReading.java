package dev.probation.agent.probe.prometheus;

import dev.probation.agent.probe.PastProbe.Moment;
import dev.probation.agent.probe.prometheus.PrometheusProbe.Prepared;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Numbers;
import dev.probation.agent.probe.prometheus.query.QueryApi;
import dev.probation.agent.probe.prometheus.query.RangeAnswer;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Asks about many moments of the past. Where the same text is asked at even steps, one range query answers them, and gives
 * what instant queries would: Prometheus evaluates both alike. Whatever else, or fails, is asked one by one.
 */
record RangeReading(QueryApi api, boolean acceptWarnings, Duration timeout) {

    /** Fewer are not worth another kind of question; more make an answer that is too long (11,000 is Prometheus's limit). */
    private static final int LEAST = 3;

    private static final int MOST = 1_000;
    private static final int HOPELESS = 5;
    /** A range is many questions, and has the time of some of them. */
    private static final int PATIENCE = 6;
    /** {@code @ start()} and {@code @ end()} mean another instant in a range. */
    private static final Pattern OF_THE_RANGE = Pattern.compile("@\\s*(start|end)\\s*\\(");

    /** Moments that are asked the same, evenly apart. */
    private record Run(Prepared prepared, List<Moment> moments) {

        Duration step() {
            return Duration.between(moments.get(0).at(), moments.get(1).at());
        }

        boolean isContinuedBy(Moment next) {
            Moment last = moments.get(moments.size() - 1);
            return moments.size() < MOST
                    && (moments.size() < 2
                            || Duration.between(last.at(), next.at()).equals(step()));
        }

        boolean isRange() {
            return moments.size() >= LEAST
                    && !step().isZero()
                    && step().truncatedTo(ChronoUnit.MILLIS).equals(step())
                    && !OF_THE_RANGE.matcher(prepared.query()).find();
        }
    }

    /** The outcomes of the moments, in their order. */
    Future<List<Outcome>> read(
            List<Moment> moments, Function<Moment, Prepared> preparing, Function<Moment, Future<Outcome>> single) {
        Map<Moment, Outcome> answers = new HashMap<>();
        Future<Void> all = Future.succeededFuture();
        for (Run run : runs(moments, preparing)) {
            all = all.compose(before -> ask(run, single)).map(outcomes -> {
                for (int i = 0; i < outcomes.size(); i++) {
                    answers.put(run.moments().get(i), outcomes.get(i));
                }
                return null;
            });
        }
        return all.map(read -> moments.stream().map(answers::get).toList());
    }

    private static List<Run> runs(List<Moment> moments, Function<Moment, Prepared> preparing) {
        Map<String, Run> open = new LinkedHashMap<>();
        List<Run> runs = new ArrayList<>();
        for (Moment moment : moments) {
            Prepared prepared = preparing.apply(moment);
            Run run = open.get(prepared.query());
            if (run == null || !run.isContinuedBy(moment)) {
                run = new Run(prepared, new ArrayList<>());
                open.put(prepared.query(), run);
                runs.add(run);
            }
            run.moments().add(moment);
        }
        return runs;
    }

    private Future<List<Outcome>> ask(Run run, Function<Moment, Future<Outcome>> single) {
        if (!run.isRange()) {
            return oneByOne(run.moments(), single);
        }
        Moment first = run.moments().get(0);
        Moment last = run.moments().get(run.moments().size() - 1);
        return api.range(run.prepared().query(), first.at(), last.at(), run.step(), timeout.multipliedBy(PATIENCE))
                .compose(reply -> {
                    Optional<RangeAnswer> answer = RangeAnswer.of(reply, acceptWarnings);
                    return answer.isPresent()
                            ? Future.succeededFuture(outcomes(run, answer.orElseThrow()))
                            : oneByOne(run.moments(), single);
                });
    }

    private static List<Outcome> outcomes(Run run, RangeAnswer answer) {
        return run.moments().stream()
                .map(moment -> answer.at().getOrDefault(moment.at().toEpochMilli(), List.of()))
                .map(series -> run.prepared().reading().apply(new Numbers(series)))
                .toList();
    }

    /** What has failed alike so often in a row is asked no more: the rest fails as the last did. */
    static Future<List<Outcome>> oneByOne(List<Moment> moments, Function<Moment, Future<Outcome>> single) {
        Future<List<Outcome>> answers = Future.succeededFuture(new ArrayList<>());
        for (Moment moment : moments) {
            answers = answers.compose(before -> hopeless(before)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> single.apply(moment))
                    .map(outcome -> joined(before, outcome)));
        }
        return answers;
    }

    private static List<Outcome> joined(List<Outcome> before, Outcome next) {
        boolean added = before.add(next);
        assert added;
        return before;
    }

    private static Optional<Outcome> hopeless(List<Outcome> before) {
        List<Outcome> newest = before.subList(Math.max(0, before.size() - HOPELESS), before.size());
        if (newest.size() < HOPELESS || !(newest.get(0) instanceof Outcome.Failed first)) {
            return Optional.empty();
        }
        boolean alike = newest.stream()
                .allMatch(each -> each instanceof Outcome.Failed other && other.cause() == first.cause());
        return alike ? Optional.of(first) : Optional.empty();
    }
}
