package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.http.HttpFailure;
import dev.probation.agent.http.HttpResult;
import dev.probation.agent.probe.Details;
import dev.probation.agent.probe.ProbeFailures;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an instant query came to: series, each with one number, or why not. */
public sealed interface QueryAnswer {

    /** Series in no particular order; a scalar is one without labels. */
    record Numbers(List<Series> series) implements QueryAnswer {}

    /** One labelled number, which may be NaN or infinite. */
    record Series(Map<String, Object> labels, double value) {}

    /** No usable answer. */
    record Unusable(Failed failure) implements QueryAnswer {}

    /** Reads a reply as strictly as it is written: anything unexpected is told, nothing is guessed. */
    static QueryAnswer of(HttpResult reply, boolean acceptWarnings, String peer) {
        if (reply instanceof HttpFailure broken) {
            return new Unusable(ProbeFailures.of(broken));
        }
        HttpAnswer answer = (HttpAnswer) reply;
        if (answer.status() == 401 || answer.status() == 403) {
            return unusable(
                    Cause.DENIED, peer + " answered HTTP " + answer.status() + "; check the target's credentials");
        }
        try {
            return envelope(answer, answer.body().toJsonObject(), acceptWarnings);
        } catch (DecodeException | ClassCastException | NumberFormatException | IndexOutOfBoundsException malformed) {
            return notTheApi(answer, peer);
        }
    }

    private static QueryAnswer notTheApi(HttpAnswer answer, String peer) {
        if (answer.status() != 200) {
            return unusable(
                    Cause.BAD_STATUS, peer + " answered HTTP " + answer.status() + " without Prometheus's JSON");
        }
        return unusable(
                Cause.BAD_BODY,
                "expected Prometheus's JSON from " + peer + ", but found "
                        + answer.headers().get("content-type"));
    }

    /** Whether the body is JSON of the query API, rather than a proxy's page. */
    static boolean isJson(HttpAnswer answer) {
        try {
            return answer.body().toJsonObject().containsKey("status");
        } catch (DecodeException | ClassCastException notJson) {
            return false;
        }
    }

    private static QueryAnswer envelope(HttpAnswer answer, JsonObject json, boolean acceptWarnings) {
        String status = json.getString("status", "");
        if (status.equals("error")) {
            String error = json.getString("errorType", "error") + ": " + json.getString("error", "");
            return unusable(Cause.REJECTED, "HTTP " + answer.status() + ", " + error);
        }
        if (!status.equals("success") || answer.status() != 200) {
            throw new DecodeException("no status");
        }
        JsonArray warnings = json.getJsonArray("warnings", new JsonArray());
        if (!warnings.isEmpty() && !acceptWarnings) {
            return unusable(Cause.REJECTED, "the value came with warnings and may be partial: " + warnings.getValue(0));
        }
        return data(json.getJsonObject("data", new JsonObject()));
    }

    private static QueryAnswer data(JsonObject data) {
        return switch (data.getString("resultType", "")) {
            case "vector" -> vector(array(data, "result"));
            case "scalar" -> new Numbers(List.of(new Series(Map.of(), number(array(data, "result")))));
            case "matrix" -> unusable(Cause.REJECTED, "expected a number, but the query gives a range; drop its [...]");
            case "string" -> unusable(Cause.REJECTED, "expected a number, but the query gives a text");
            default -> throw new DecodeException("unknown result type");
        };
    }

    private static QueryAnswer vector(JsonArray result) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < result.size(); i++) {
            JsonObject element = result.getJsonObject(i);
            if (!element.containsKey("value") && element.containsKey("histogram")) {
                return unusable(
                        Cause.REJECTED,
                        "expected a number, but the query gives a native histogram; use histogram_quantile or "
                                + "histogram_count");
            }
            Map<String, Object> labels =
                    element.getJsonObject("metric", new JsonObject()).getMap();
            series.add(new Series(labels, number(array(element, "value"))));
        }
        return new Numbers(List.copyOf(series));
    }

    private static JsonArray array(JsonObject in, String key) {
        JsonArray array = in.getJsonArray(key);
        if (array == null) {
            throw new DecodeException("no " + key);
        }
        return array;
    }

    private static double number(JsonArray timeAndValue) {
        if (timeAndValue.size() == 2 && timeAndValue.getValue(1) instanceof String text) {
            return SampleValue.parse(text);
        }
        throw new DecodeException("no sample");
    }

    private static QueryAnswer unusable(Cause cause, String detail) {
        return new Unusable(new Failed(cause, Details.of(detail)));
    }
}
