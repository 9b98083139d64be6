package dev.probation.agent.probe.prometheus;

import dev.probation.agent.config.Target;
import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.http.HttpResult;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.http.HttpCalls;
import dev.probation.agent.probe.prometheus.query.PrometheusTarget;
import dev.probation.agent.probe.prometheus.query.QueryAnswer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Numbers;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Unusable;
import dev.probation.agent.probe.prometheus.query.QueryApi;
import dev.probation.agent.probe.prometheus.query.RangeAnswer;
import dev.probation.rules.sample.Outcome.Cause;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads which values a label had in the past, such as the version of an application, in bounded pieces. */
public final class LabelHistory {

    private static final int POINTS = 5_000;
    /** Malformed, and what no series can be made of. */
    private static final Set<Integer> REFUSALS = Set.of(400, 422);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final QueryApi api;

    public LabelHistory(Target target, ProbeContext context) {
        PrometheusTarget settings = (PrometheusTarget) target.settings();
        HttpCalls calls = new HttpCalls(settings.base(), settings.access(), context);
        this.api = new QueryApi(calls, settings.get(), context.time());
    }

    /** The values at an instant; never none. */
    public record Seen(Instant at, Set<String> values) {

        public Seen {
            values = Set.copyOf(values);
        }
    }

    /**
     * What was seen at each step at which there was anything.
     *
     * @return fails with an {@link IOException} where a piece cannot be read, and with a {@link RefusedQueryException} where
     *     the query is wrong, or no series has the label
     */
    public Future<List<Seen>> read(String query, String label, Instant from, Instant to, Duration step) {
        String values = "count by (" + label + ") (" + query + ')';
        List<Instant> unlabelled = new ArrayList<>();
        Future<List<Seen>> seen = Future.succeededFuture(new ArrayList<>());
        for (Instant start = from; start.isBefore(to); start = start.plus(step.multipliedBy(POINTS))) {
            Instant first = start;
            Instant end = start.plus(step.multipliedBy(POINTS - 1L));
            Instant last = end.isBefore(to) ? end : to;
            seen = seen.compose(before -> api.range(values, first, last, step, TIMEOUT)
                    .compose(reply -> {
                        RangeAnswer answer = RangeAnswer.of(reply, true).orElse(null);
                        return answer == null
                                ? Future.failedFuture(unread(reply, values + " from " + first + " to " + last))
                                : Future.succeededFuture(joined(before, unlabelled, answer, label));
                    }));
        }
        return seen.compose(found -> found.isEmpty() && !unlabelled.isEmpty()
                ? refuseLabel(query, label, unlabelled.get(unlabelled.size() - 1))
                : Future.succeededFuture(found));
    }

    /** Says which labels the series have, as of an instant at which there were some. */
    private Future<List<Seen>> refuseLabel(String query, String label, Instant at) {
        return api.query(query, at, TIMEOUT).compose(reply -> {
            String labels = QueryAnswer.of(reply, true, api.peer()) instanceof Numbers numbers
                    ? numbers.series().stream()
                            .flatMap(series -> series.labels().keySet().stream())
                            .filter(name -> !name.startsWith("__"))
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(", "))
                    : "";
            return Future.failedFuture(new RefusedQueryException("no series of " + query + " has the label \"" + label
                    + '"' + (labels.isEmpty() ? "" : "; they have " + labels)
                    + ". Name the one with the version by --version-label"));
        });
    }

    private IOException unread(HttpResult reply, String asked) {
        String place = " (" + api.peer() + " was asked " + asked + ')';
        if (!(QueryAnswer.of(reply, true, api.peer()) instanceof Unusable unusable)) {
            return new IOException("expected numbers at several instants, but found something else" + place);
        }
        String why = unusable.failure().detail() + place;
        boolean refused = unusable.failure().cause() == Cause.REJECTED
                && reply instanceof HttpAnswer answer
                && REFUSALS.contains(answer.status());
        return refused ? new RefusedQueryException(why) : new IOException(why);
    }

    private static List<Seen> joined(List<Seen> before, List<Instant> unlabelled, RangeAnswer answer, String label) {
        new TreeMap<>(answer.at()).forEach((millis, series) -> {
            Set<String> values = series.stream()
                    .map(each -> each.labels().getOrDefault(label, "").toString())
                    .filter(value -> !value.isEmpty())
                    .collect(Collectors.toSet());
            Instant at = Instant.ofEpochMilli(millis);
            boolean added = values.isEmpty() ? unlabelled.add(at) : before.add(new Seen(at, values));
            assert added;
        });
        return before;
    }
}
