package dev.probation.agent.receiver.notify.pagerduty;

import dev.probation.agent.config.Secret;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why an event was not taken, as PagerDuty says it: {@code {"message": "Event object is invalid", "errors": [...]}}. */
final class PagerDutyRefusal {

    private static final int MOST = 300;

    private PagerDutyRefusal() {}

    /** Empty where the body is of another form. */
    static Optional<String> explain(String body, Secret routingKey) {
        List<JsonTree> errors = JsonTree.parse(body).at("errors").items();
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        String said = errors.stream().map(JsonTree::written).collect(Collectors.joining("; "));
        return Optional.of(
                Truncation.codePoints(Sanitizer.MESSAGE.line(said.replace(routingKey.reveal(), "***")), MOST));
    }
}
