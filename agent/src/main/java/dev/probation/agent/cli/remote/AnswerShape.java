package dev.probation.agent.cli.remote;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Predicate;

/** What tells an agent's answers from those of another server that speaks JSON: what each of them always has. */
final class AnswerShape {

    private AnswerShape() {}

    static boolean isDeployment(JsonObject json) {
        return json.getValue("deployment") instanceof JsonObject deployment && isText(deployment, "id");
    }

    static boolean isReport(JsonObject json) {
        return isText(json, "summary") && isText(json, "verdict");
    }

    static boolean isSilence(JsonObject json) {
        return isText(json, "id") && json.getValue("matchers") instanceof JsonArray;
    }

    static boolean isConfigured(JsonObject json) {
        Predicate<JsonObject> named = each -> isText(each, "name");
        return isListOf("services", named).and(isListOf("windows", named)).test(json);
    }

    static Predicate<JsonObject> isListOf(String key, Predicate<JsonObject> each) {
        return json -> json.getValue(key) instanceof JsonArray array
                && array.stream().allMatch(item -> item instanceof JsonObject object && each.test(object));
    }

    private static boolean isText(JsonObject json, String key) {
        return json.getValue(key) instanceof String;
    }
}
