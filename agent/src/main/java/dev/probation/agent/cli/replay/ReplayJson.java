package dev.probation.agent.cli.replay;

import dev.probation.agent.deployments.WindowJson;
import dev.probation.rules.deployment.Event;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What a recording came to, as JSON. Fields may be added; these, and the transitions after them, stay. */
final class ReplayJson {

    private ReplayJson() {}

    static JsonObject of(Replay.Result result) {
        JsonArray windows = new JsonArray();
        result.windows().forEach(window -> windows.add(WindowJson.write(window)));
        JsonArray withheld = new JsonArray();
        result.withheld().forEach(excused -> withheld.add(withheld(excused)));
        JsonArray unmeasured = new JsonArray();
        result.unmeasured().forEach(event -> unmeasured.add(unmeasured(event)));
        return new JsonObject()
                .put("recording", result.recording())
                .put("deployment", deployment(result))
                .put("rollback", result.rollback().map(ReplayJson::rollback).orElse(null))
                .put("withheld", withheld)
                .put("unmeasured", unmeasured)
                .put("windows", windows);
    }

    private static JsonObject deployment(Replay.Result result) {
        return new JsonObject()
                .put("service", result.deployment().service())
                .put("version", result.deployment().version())
                .put("deployedAt", result.deployment().deployedAt().toString())
                .put("verdict", result.verdict().label());
    }

    private static JsonObject rollback(Event.RollbackDecided decided) {
        return new JsonObject()
                .put("decidedAt", decided.at().toString())
                .put("check", decided.by())
                .put("reason", decided.reason());
    }

    private static JsonObject withheld(Event.Withheld withheld) {
        return new JsonObject()
                .put("at", withheld.at().toString())
                .put("check", withheld.check().value())
                .put("cause", withheld.cause().label())
                .put("reason", withheld.reason());
    }

    private static JsonObject unmeasured(Event event) {
        JsonObject json = new JsonObject().put("at", event.at().toString());
        if (event instanceof Event.Unmeasured begun) {
            return json.put("check", begun.check().value()).put("ended", false).put("reason", begun.reason());
        }
        Event.UnmeasuredEnded ended = (Event.UnmeasuredEnded) event;
        return json.put("check", ended.check().value()).put("ended", true).put("reason", ended.reason());
    }

    static JsonObject transition(Event.Transition transition) {
        return new JsonObject()
                .put("at", transition.at().toString())
                .put("check", transition.check().value())
                .put("from", transition.from().label())
                .put("to", transition.to().label())
                .put("reason", transition.reason());
    }
}
