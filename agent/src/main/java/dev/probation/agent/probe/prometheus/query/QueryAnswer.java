package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.http.HttpFailure;
import dev.probation.agent.http.HttpResult;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.probe.Details;
import dev.probation.agent.probe.ProbeFailures;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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
            return new Unusable(failed(
                    Cause.DENIED, peer + " answered HTTP " + answer.status() + "; check the target's credentials"));
        }
        return envelope(answer, JsonTree.parse(answer.body()), acceptWarnings).orElseGet(() -> notTheApi(answer, peer));
    }

    private static QueryAnswer notTheApi(HttpAnswer answer, String peer) {
        if (answer.status() != 200) {
            return new Unusable(failed(
                    Cause.BAD_STATUS, peer + " answered HTTP " + answer.status() + " without Prometheus's JSON"));
        }
        return new Unusable(failed(
                Cause.BAD_BODY,
                "expected Prometheus's JSON from " + peer + ", but found "
                        + answer.headers().get("content-type")));
    }

    /** Whether the body is JSON of the query API, rather than a proxy's page. */
    static boolean isJson(HttpAnswer answer) {
        return !JsonTree.parse(answer.body()).at("status").isAbsent();
    }

    /** Empty where it is not as the API writes it. */
    private static Optional<QueryAnswer> envelope(HttpAnswer answer, JsonTree json, boolean acceptWarnings) {
        JsonTree status = json.at("status");
        if (status.is("error")) {
            String error = json.at("errorType").text().orElse("error") + ": "
                    + json.at("error").text().orElse("");
            return unusable(Cause.REJECTED, "HTTP " + answer.status() + ", " + error);
        }
        if (!status.is("success")
                || answer.status() != 200
                || json.at("warnings").isNoList()) {
            return Optional.empty();
        }
        Optional<String> partial = PartialAnswer.why(json);
        return partial.isPresent() && !acceptWarnings
                ? unusable(Cause.REJECTED, "the value may be partial: " + partial.orElseThrow())
                : data(json.at("data"));
    }

    private static Optional<QueryAnswer> data(JsonTree data) {
        JsonTree result = data.at("result");
        return switch (data.at("resultType").text().orElse("")) {
            case "vector" -> vector(result);
            case "scalar" -> series(Map.of(), result).map(scalar -> new Numbers(List.of(scalar)));
            case "matrix" -> unusable(Cause.REJECTED, "expected a number, but the query gives a range; drop its [...]");
            case "string" -> unusable(Cause.REJECTED, "expected a number, but the query gives a text");
            default -> Optional.empty();
        };
    }

    private static Optional<QueryAnswer> vector(JsonTree result) {
        List<Series> all = new ArrayList<>();
        for (JsonTree element : result.items()) {
            JsonTree value = element.at("value");
            if (value.isAbsent() && !element.at("histogram").isAbsent()) {
                return unusable(
                        Cause.REJECTED,
                        "expected a number, but the query gives a native histogram; use histogram_quantile or "
                                + "histogram_count");
            }
            Optional<Series> one = labels(element.at("metric")).flatMap(labels -> series(labels, value));
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all.add(one.orElseThrow());
        }
        return result.isList() ? Optional.of(new Numbers(List.copyOf(all))) : Optional.empty();
    }

    /** The labels of a series, of which it may have none; empty where they are something else. */
    static Optional<Map<String, Object>> labels(JsonTree metric) {
        return metric.isAbsent() ? Optional.of(Map.of()) : metric.fields();
    }

    private static Optional<Series> series(Map<String, Object> labels, JsonTree timeAndValue) {
        if (timeAndValue.items().size() != 2) {
            return Optional.empty();
        }
        OptionalDouble value = SampleValue.parse(timeAndValue.item(1).string().orElse(""));
        return value.isPresent() ? Optional.of(new Series(labels, value.getAsDouble())) : Optional.empty();
    }

    private static Optional<QueryAnswer> unusable(Cause cause, String detail) {
        return Optional.of(new Unusable(failed(cause, detail)));
    }

    private static Failed failed(Cause cause, String detail) {
        return new Failed(cause, Details.of(detail));
    }
}
