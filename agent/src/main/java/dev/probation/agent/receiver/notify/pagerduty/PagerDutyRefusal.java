package dev.probation.agent.receiver.notify.pagerduty;

import dev.probation.agent.config.Secret;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why an event was not taken, as PagerDuty says it: {@code {"message": "Event object is invalid", "errors": [...]}}. */
final class PagerDutyRefusal {

    private static final int MOST = 300;

    private PagerDutyRefusal() {}

    /** Empty where the body is of another form. */
    static Optional<String> explain(String body, Secret routingKey) {
        try {
            JsonObject refusal = new JsonObject(body);
            if (!(refusal.getValue("errors") instanceof JsonArray errors) || errors.isEmpty()) {
                return Optional.empty();
            }
            String said = errors.stream().map(String::valueOf).collect(Collectors.joining("; "));
            String shown = said.replace(routingKey.reveal(), "***").replaceAll("\\p{Cntrl}+", " ");
            return Optional.of(Truncation.codePoints(shown, MOST));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
