package dev.probation.agent.web.webhook;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What became of an event that came in.
 *
 * @param taken whether it was acted on, so that it is not to be acted on again
 * @param deployment that it is about
 */
record Reception(boolean taken, String message, Optional<String> deployment) {

    static Reception taken(String message, String deployment) {
        return new Reception(true, message, Optional.of(deployment));
    }

    static Reception ignored(String message) {
        return new Reception(false, message, Optional.empty());
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("taken", taken).put("message", message);
        deployment.ifPresent(id -> json.put("deployment", id));
        return json;
    }
}
