package dev.probation.agent.deployments;

import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A window's verdict as JSON: the one form that the journal, the API, reports and replays share. */
public final class WindowJson {

    private WindowJson() {}

    public static JsonObject write(WindowVerdict window) {
        JsonArray checks = new JsonArray();
        window.checks().forEach(check -> checks.add(write(check)));
        return new JsonObject()
                .put("name", window.name())
                .put("from", window.from().toString())
                .put("to", window.to().toString())
                .put("verdict", window.verdict().label())
                .put("reason", window.reason())
                .put("checks", checks);
    }

    private static JsonObject write(CheckVerdict check) {
        return new JsonObject()
                .put("check", check.check().value())
                .put("title", check.title())
                .put("verdict", check.verdict().label())
                .put("state", check.state().label())
                .put("coverage", check.coverage())
                .put("samples", check.samples())
                .put("bad", check.bad())
                .put("failingSeconds", check.failing().toMillis() / 1000.0)
                .put("reason", check.reason());
    }

    public static WindowVerdict read(JsonObject json) {
        List<CheckVerdict> checks = new ArrayList<>();
        for (Object check : json.getJsonArray("checks")) {
            checks.add(readCheck((JsonObject) check));
        }
        return new WindowVerdict(
                json.getString("name"),
                json.getInstant("from"),
                json.getInstant("to"),
                Verdict.valueOf(constant(json.getString("verdict"))),
                checks,
                json.getString("reason"));
    }

    private static CheckVerdict readCheck(JsonObject json) {
        return new CheckVerdict(
                new CheckId(json.getString("check")),
                json.getString("title"),
                Verdict.valueOf(constant(json.getString("verdict"))),
                CheckState.valueOf(constant(json.getString("state"))),
                json.getDouble("coverage"),
                json.getLong("samples"),
                json.getLong("bad"),
                Duration.ofMillis(Math.round(json.getDouble("failingSeconds") * 1000)),
                json.getString("reason"));
    }

    public static String constant(String label) {
        return label.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
