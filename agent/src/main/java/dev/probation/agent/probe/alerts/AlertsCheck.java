package dev.probation.agent.probe.alerts;

import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.probe.FiringAlerts;
import java.util.Map;
import java.util.Objects;

/**
 * Which alerts are counted.
 *
 * @param matchers labels with their values, all of which an alert has; all alerts where empty
 */
record AlertsCheck(Map<String, String> matchers) implements ProbeSettings {

    public AlertsCheck {
        matchers = Map.copyOf(matchers);
    }

    boolean counts(FiringAlerts.Alert alert) {
        return matchers.entrySet().stream()
                .allMatch(matcher -> Objects.equals(alert.labels().get(matcher.getKey()), matcher.getValue()));
    }
}
