package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.http.HttpResult;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        try {
            return read(answer.body().toJsonObject(), acceptWarnings);
        } catch (DecodeException | ClassCastException | ArithmeticException | IllegalArgumentException malformed) {
            return Optional.empty();
        } catch (IndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<RangeAnswer> read(JsonObject json, boolean acceptWarnings) {
        JsonObject data = json.getJsonObject("data", new JsonObject());
        boolean partial = !json.getJsonArray("warnings", new JsonArray()).isEmpty() && !acceptWarnings;
        if (partial || !"success".equals(json.getString("status")) || !"matrix".equals(data.getString("resultType"))) {
            return Optional.empty();
        }
        Map<Long, List<Series>> at = new HashMap<>();
        JsonArray result = data.getJsonArray("result", new JsonArray());
        for (int i = 0; i < result.size(); i++) {
            JsonObject series = result.getJsonObject(i);
            if (series.containsKey("histograms")) {
                return Optional.empty();
            }
            Map<String, Object> labels =
                    series.getJsonObject("metric", new JsonObject()).getMap();
            add(at, labels, series.getJsonArray("values", new JsonArray()));
        }
        return Optional.of(new RangeAnswer(at));
    }

    private static void add(Map<Long, List<Series>> at, Map<String, Object> labels, JsonArray values) {
        for (int i = 0; i < values.size(); i++) {
            JsonArray pair = values.getJsonArray(i);
            long millis = new BigDecimal(pair.getValue(0).toString())
                    .movePointRight(3)
                    .longValueExact();
            List<Series> there = at.computeIfAbsent(millis, first -> new ArrayList<>());
            boolean added = there.add(new Series(labels, SampleValue.parse(pair.getString(1))));
            assert added;
        }
    }
}
