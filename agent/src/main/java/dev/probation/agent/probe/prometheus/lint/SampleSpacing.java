package dev.probation.agent.probe.prometheus.lint;

import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.http.HttpResult;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How often one series is sampled, read from its samples themselves: every server has those, and they cannot be wrong. */
final class SampleSpacing {

    private static final double MILLIS = 1_000;

    private SampleSpacing() {}

    /** The samples of the last minutes of exactly this series. */
    static String query(Series series) {
        return new TreeMap<>(series.labels())
                .entrySet().stream().map(SampleSpacing::matcher).collect(Collectors.joining(",", "{", "}[10m]"));
    }

    private static String matcher(Map.Entry<String, Object> label) {
        String value = String.valueOf(label.getValue())
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n");
        return label.getKey() + "=\"" + value + '"';
    }

    /** The median of the times between two samples; empty where there are not two. */
    static Optional<Duration> of(HttpResult reply) {
        return reply instanceof HttpAnswer answer && answer.status() == 200
                ? median(JsonTree.parse(answer.body())
                        .at("data", "result")
                        .item(0)
                        .at("values")
                        .items())
                : Optional.empty();
    }

    private static Optional<Duration> median(List<JsonTree> samples) {
        double[] times = samples.stream()
                .flatMapToDouble(sample -> sample.item(0).decimal().stream())
                .toArray();
        double[] gaps = IntStream.range(1, times.length)
                .mapToDouble(i -> times[i] - times[i - 1])
                .sorted()
                .toArray();
        return gaps.length == 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(gaps[gaps.length / 2] * MILLIS)));
    }
}
