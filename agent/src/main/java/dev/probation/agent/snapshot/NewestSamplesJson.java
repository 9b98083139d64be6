package dev.probation.agent.snapshot;

import dev.probation.rules.check.NewestSamples;
import dev.probation.rules.check.NewestSamples.Judged;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The newest samples of a check that fails by {@code 3 of 5}, as JSON. */
final class NewestSamplesJson {

    private NewestSamplesJson() {}

    static JsonObject write(NewestSamples row) {
        JsonArray newest = new JsonArray();
        row.newest()
                .forEach(sample -> newest.add(new JsonObject()
                        .put("at", sample.at())
                        .put("bad", sample.bad())
                        .put("proof", sample.proof())
                        .put("answered", sample.answered())));
        return new JsonObject().put("first", row.first()).put("newest", newest);
    }

    static NewestSamples read(JsonObject json) {
        List<Judged> newest = new ArrayList<>();
        json.getJsonArray("newest").forEach(each -> newest.add(judged((JsonObject) each)));
        return new NewestSamples(json.getInstant("first"), newest);
    }

    private static Judged judged(JsonObject json) {
        return new Judged(
                json.getInstant("at"), json.getBoolean("bad"), json.getBoolean("proof"), json.getBoolean("answered"));
    }
}
