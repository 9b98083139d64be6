package dev.probation.agent.receiver.notify.notifywebhook;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a template is tried with before it is used. */
final class Samples {

    private static final String NASTY = "\"\\\n{}";
    private static final List<String> ALWAYS = List.of(
            "id", "incident", "occasion", "step", "at", "service", "version", "deployment", "headline", "reason");

    private Samples() {}

    static List<JsonObject> all() {
        return List.of(whole(2), whole(1), bare());
    }

    private static JsonObject whole(int checks) {
        JsonObject check = new JsonObject();
        NoticeFields.OF_CHECKS.forEach(name -> check.put(name, NASTY));
        JsonObject whole = check.copy();
        NoticeFields.NAMES.forEach(name -> whole.put(name, NASTY));
        JsonArray list = new JsonArray();
        for (int i = 0; i < checks; i++) {
            list.add(check);
        }
        return whole.put("checks", list);
    }

    private static JsonObject bare() {
        JsonObject bare = new JsonObject();
        ALWAYS.forEach(name -> bare.put(name, NASTY));
        return bare.put("checks", new JsonArray());
    }
}
