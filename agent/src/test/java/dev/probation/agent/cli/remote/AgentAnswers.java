package dev.probation.agent.cli.remote;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What an agent answers about a deployment. */
final class AgentAnswers {

    private AgentAnswers() {}

    static JsonObject deployment(String phase, String verdict, JsonObject... windows) {
        JsonArray array = new JsonArray();
        for (JsonObject window : windows) {
            array.add(window);
        }
        return new JsonObject()
                .put(
                        "deployment",
                        new JsonObject()
                                .put("id", "d-1")
                                .put("phase", phase)
                                .put("service", "bookreader")
                                .put("version", "1.4.2")
                                .put("deployedAt", "2026-01-31T10:00:00Z")
                                .put("verdict", verdict))
                .putNull("rollback")
                .put("windows", array);
    }

    static JsonObject rolledBack(JsonObject deployment) {
        return deployment.put(
                "rollback",
                new JsonObject()
                        .put("decidedAt", "2026-01-31T10:07:30Z")
                        .put("check", "error-rate")
                        .put("stage", "signalled")
                        .put("reason", "2 %, expected < 0.1 %"));
    }

    static JsonObject window(String name, String verdict) {
        return new JsonObject()
                .put("name", name)
                .put("from", "2026-01-31T10:00:00Z")
                .put("to", "2026-01-31T11:00:00Z")
                .put("verdict", verdict)
                .put("reason", "because of " + name)
                .put(
                        "checks",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("check", "error-rate")
                                        .put("verdict", verdict)
                                        .put("state", "ok")
                                        .put("coverage", 0.975)
                                        .put("samples", 240)
                                        .put("bad", 31)
                                        .put("reason", "as measured")));
    }
}
