package dev.probation.bench.kill;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What a bad release brings about, as the agent reports it and as its receivers get it. */
final class Arrivals {

    static final Instant AT = Instant.parse("2026-01-31T10:00:00Z");

    private Arrivals() {}

    static JsonObject report(JsonObject... timeline) {
        JsonArray entries = new JsonArray();
        for (JsonObject entry : timeline) {
            entries.add(entry);
        }
        JsonObject rollback =
                new JsonObject().put("id", "decision").put("check", "a").put("decidedAt", AT.toString());
        return new JsonObject().put("timeline", entries).put("rollback", rollback);
    }

    static JsonObject entry(String kind) {
        return new JsonObject().put("kind", kind).put("data", new JsonObject());
    }

    static JsonObject transition(String check, String from, String to) {
        return new JsonObject()
                .put("kind", "transition")
                .put(
                        "data",
                        new JsonObject().put("check", check).put("from", from).put("to", to));
    }

    static FakeServices.Arrival signal(String id) {
        JsonObject body = new JsonObject().put("check", "a").put("decidedAt", AT.toString());
        return FakeServices.Arrival.of(ExpectedMessages.SIGNAL, id, body);
    }

    static JsonObject notice(String occasion, String step, String check) {
        return new JsonObject()
                .put("occasion", occasion)
                .put("step", step)
                .put("incident", "shop/" + check)
                .put("check", check)
                .put("at", AT.toString());
    }

    static FakeServices.Arrival team(String id, JsonObject notice) {
        return FakeServices.Arrival.of(ExpectedMessages.TEAM, id, notice);
    }

    static FakeServices.Arrival pager(String key, String action, JsonObject notice) {
        JsonObject body = new JsonObject()
                .put("dedup_key", key)
                .put("event_action", action)
                .put("payload", new JsonObject().put("custom_details", notice));
        return FakeServices.Arrival.of(ExpectedMessages.PAGER, "none", body);
    }
}
