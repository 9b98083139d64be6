package dev.probation.agent.probe.prometheus;

import dev.probation.agent.probe.prometheus.PrometheusProbe.Prepared;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Numbers;
import dev.probation.agent.probe.prometheus.query.QueryApi;
import dev.probation.agent.probe.prometheus.query.RangeAnswer;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Asks about many instants of the past. Where the same text is asked at even steps, one range query answers them, and gives
 * what instant queries would: Prometheus evaluates both alike. Whatever else, or fails, is asked instant by instant.
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

    Future<List<Outcome>> read(
            List<Instant> at, Function<Instant, Prepared> preparing, Function<Instant, Future<Outcome>> single) {
        Future<List<Outcome>> all = Future.succeededFuture(new ArrayList<>());
        int from = 0;
        while (from < at.size()) {
            Prepared prepared = preparing.apply(at.get(from));
            int to = end(at, from, prepared, preparing);
            List<Instant> run = at.subList(from, to);
            all = all.compose(before -> ask(run, prepared, single).map(more -> joined(before, more)));
            from = to;
        }
        return all;
    }

    private static List<Outcome> joined(List<Outcome> before, List<Outcome> more) {
        boolean added = before.addAll(more);
        assert added;
        return before;
    }

    /** Where the run of instants ends that are evenly apart, and asked the same. */
    private static int end(List<Instant> at, int from, Prepared prepared, Function<Instant, Prepared> preparing) {
        if (OF_THE_RANGE.matcher(prepared.query()).find()) {
            return from + 1;
        }
        int to = from + 1;
        while (to < at.size()
                && to - from < MOST
                && step(at, to).equals(step(at, from + 1))
                && preparing.apply(at.get(to)).query().equals(prepared.query())) {
            to++;
        }
        return to;
    }

    private static Duration step(List<Instant> at, int index) {
        return Duration.between(at.get(index - 1), at.get(index));
    }

    private Future<List<Outcome>> ask(List<Instant> run, Prepared prepared, Function<Instant, Future<Outcome>> single) {
        if (run.size() < LEAST || !isWholeMillis(step(run, 1))) {
            return oneByOne(run, single);
        }
        Instant last = run.get(run.size() - 1);
        return api.range(prepared.query(), run.get(0), last, step(run, 1), timeout.multipliedBy(PATIENCE))
                .compose(reply -> {
                    Optional<RangeAnswer> answer = RangeAnswer.of(reply, acceptWarnings);
                    return answer.isPresent()
                            ? Future.succeededFuture(outcomes(run, prepared, answer.orElseThrow()))
                            : oneByOne(run, single);
                });
    }

    private static boolean isWholeMillis(Duration step) {
        return step.truncatedTo(ChronoUnit.MILLIS).equals(step) && !step.isZero();
    }

    private static List<Outcome> outcomes(List<Instant> run, Prepared prepared, RangeAnswer answer) {
        return run.stream()
                .map(at -> answer.at().getOrDefault(at.toEpochMilli(), List.of()))
                .map(series -> prepared.reading().apply(new Numbers(series)))
                .toList();
    }

    /** What has failed alike so often in a row is asked no more: the rest fails as the last did. */
    static Future<List<Outcome>> oneByOne(List<Instant> run, Function<Instant, Future<Outcome>> single) {
        Future<List<Outcome>> answers = Future.succeededFuture(new ArrayList<>());
        for (Instant at : run) {
            answers = answers.compose(before -> hopeless(before)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> single.apply(at))
                    .map(outcome -> joined(before, List.of(outcome))));
        }
        return answers;
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
