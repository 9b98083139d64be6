package dev.probation.agent.snapshot;

import dev.probation.rules.check.PreExistingBreach;
import dev.probation.rules.check.Recurrence;
import dev.probation.rules.sample.Counts;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** A breach that was there before a deployment, as JSON; without the evidence, which is kept with that of other tests. */
final class PreExistingBreachJson {

    private PreExistingBreachJson() {}

    static JsonObject write(PreExistingBreach breach) {
        JsonObject json = new JsonObject()
                .put("reason", breach.reason())
                .put("lastedNanos", breach.lasted().toNanos())
                .put("sharp", breach.sharp())
                .put("share", breach.share())
                .put("before", write(breach.before()))
                .put("begun", breach.begun())
                .put("since", write(breach.since()));
        breach.fine().ifPresent(since -> json.put("fine", since));
        breach.until().ifPresent(until -> json.put("until", until));
        breach.compared().ifPresent(compared -> json.put("compared", SeriesJson.write(compared)));
        breach.recurrence().ifPresent(now -> json.put("recurrence", write(now)));
        return json;
    }

    static PreExistingBreach read(JsonObject json) {
        return new PreExistingBreach(
                json.getString("reason"),
                Duration.ofNanos(json.getLong("lastedNanos")),
                json.getBoolean("sharp"),
                json.getDouble("share"),
                readCounts(json.getJsonObject("before")),
                json.getBoolean("begun", false),
                Optional.ofNullable(json.getInstant("fine")),
                readCounts(json.getJsonObject("since")),
                Optional.ofNullable(json.getJsonObject("compared")).map(SeriesJson::readCompared),
                Optional.empty(),
                Optional.ofNullable(json.getInstant("until")),
                Optional.ofNullable(json.getJsonObject("recurrence")).map(PreExistingBreachJson::readRecurrence));
    }

    private static JsonObject write(Recurrence now) {
        return new JsonObject()
                .put("since", now.since())
                .put("counted", write(now.counted()))
                .put("more", now.more());
    }

    private static Recurrence readRecurrence(JsonObject json) {
        return new Recurrence(
                json.getInstant("since"), readCounts(json.getJsonObject("counted")), json.getBoolean("more"));
    }

    private static JsonObject write(Counts counts) {
        return new JsonObject().put("bad", counts.bad()).put("total", counts.total());
    }

    private static Counts readCounts(JsonObject json) {
        return new Counts(json.getLong("bad"), json.getLong("total"));
    }
}
