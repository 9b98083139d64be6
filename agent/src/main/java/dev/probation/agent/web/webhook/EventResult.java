package dev.probation.agent.web.webhook;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What became of an event that came in.
 *
 * @param taken whether it was acted on, so that it is not to be acted on again
 * @param deployment that it is about
 */
record EventResult(boolean taken, String message, Optional<String> deployment) {

    static EventResult taken(String message, String deployment) {
        return new EventResult(true, message, Optional.of(deployment));
    }

    static EventResult ignored(String message) {
        return new EventResult(false, message, Optional.empty());
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("taken", taken).put("message", message);
        deployment.ifPresent(id -> json.put("deployment", id));
        return json;
    }
}
