package dev.probation.agent.probe.prometheus;

import dev.probation.agent.config.Target;
import dev.probation.agent.probe.http.HttpCalls;
import dev.probation.agent.probe.prometheus.query.PrometheusTarget;
import dev.probation.agent.probe.prometheus.query.QueryApi;
import dev.probation.agent.probe.prometheus.query.RangeAnswer;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final QueryApi api;

    public LabelHistory(Target target, Vertx vertx, Time time) {
        PrometheusTarget settings = (PrometheusTarget) target.settings();
        HttpCalls calls = new HttpCalls(settings.base(), settings.access(), vertx, time);
        this.api = new QueryApi(calls, settings.get(), time);
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
     * @return fails with an {@link IOException} where a piece cannot be read
     */
    public Future<List<Seen>> read(String query, String label, Instant from, Instant to, Duration step) {
        String values = "count by (" + label + ") (" + query + ')';
        Future<List<Seen>> seen = Future.succeededFuture(new ArrayList<>());
        for (Instant start = from; start.isBefore(to); start = start.plus(step.multipliedBy(POINTS))) {
            Instant first = start;
            Instant end = start.plus(step.multipliedBy(POINTS - 1L));
            Instant last = end.isBefore(to) ? end : to;
            seen = seen.compose(before -> api.range(values, first, last, step, TIMEOUT)
                    .compose(reply -> {
                        RangeAnswer answer = RangeAnswer.of(reply, true).orElse(null);
                        return answer == null
                                ? Future.failedFuture(new IOException(api.peer() + " does not answer " + values
                                        + " from " + first + " to " + last + "; run the same query by hand to see why"))
                                : Future.succeededFuture(joined(before, answer, label));
                    }));
        }
        return seen;
    }

    private static List<Seen> joined(List<Seen> before, RangeAnswer answer, String label) {
        new TreeMap<>(answer.at()).forEach((millis, series) -> {
            Set<String> values = series.stream()
                    .map(each -> each.labels().getOrDefault(label, "").toString())
                    .filter(value -> !value.isEmpty())
                    .collect(Collectors.toSet());
            boolean added = values.isEmpty() || before.add(new Seen(Instant.ofEpochMilli(millis), values));
            assert added;
        });
        return before;
    }
}
