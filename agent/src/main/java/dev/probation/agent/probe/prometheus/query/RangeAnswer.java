package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.http.HttpResult;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a range query came to: the series at each instant, by its milliseconds.
 *
 * @param at an instant without an entry had no series
 */
public record RangeAnswer(Map<Long, List<Series>> at) {

    /** Reads a reply; empty where it is anything but a whole answer in floats, without warnings where none are accepted. */
    public static Optional<RangeAnswer> of(HttpResult reply, boolean acceptWarnings) {
        if (!(reply instanceof HttpAnswer answer) || answer.status() != 200) {
            return Optional.empty();
        }
        return read(JsonTree.parse(answer.body()), acceptWarnings);
    }

    private static Optional<RangeAnswer> read(JsonTree json, boolean acceptWarnings) {
        boolean partial = json.at("warnings").isNoList()
                || (!acceptWarnings && PartialAnswer.why(json).isPresent());
        JsonTree data = json.at("data");
        JsonTree result = data.at("result");
        if (partial
                || !json.at("status").is("success")
                || !data.at("resultType").is("matrix")
                || result.isNoList()) {
            return Optional.empty();
        }
        Map<Long, List<Series>> at = new HashMap<>();
        boolean whole = result.items().stream().allMatch(series -> add(at, series));
        return whole ? Optional.of(new RangeAnswer(at)) : Optional.empty();
    }

    /** Whether the series could be read; one with native histograms is not. */
    private static boolean add(Map<Long, List<Series>> at, JsonTree series) {
        JsonTree values = series.at("values");
        Optional<Map<String, Object>> labels = QueryAnswer.labels(series.at("metric"));
        if (labels.isEmpty() || values.isNoList() || !series.at("histograms").isAbsent()) {
            return false;
        }
        for (JsonTree pair : values.items()) {
            OptionalLong millis = millis(pair.item(0));
            OptionalDouble value = SampleValue.parse(pair.item(1).string().orElse(""));
            if (millis.isEmpty() || value.isEmpty()) {
                return false;
            }
            List<Series> there = at.computeIfAbsent(millis.getAsLong(), first -> new ArrayList<>());
            boolean added = there.add(new Series(labels.orElseThrow(), value.getAsDouble()));
            assert added;
        }
        return true;
    }

    private static OptionalLong millis(JsonTree seconds) {
        try {
            return OptionalLong.of(
                    new BigDecimal(seconds.text().orElse("")).movePointRight(3).longValueExact());
        } catch (ArithmeticException | NumberFormatException notMillis) {
            return OptionalLong.empty();
        }
    }
}
