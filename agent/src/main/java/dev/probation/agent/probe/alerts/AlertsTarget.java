package dev.probation.agent.probe.alerts;

import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.probe.FiringAlerts;
import java.time.Duration;

/**
 * An Alertmanager that tells the agent of its alerts.
 *
 * @param heartbeat the name of the alert that always fires
 * @param within how long ago that alert was told at the most
 * @param forget how long an alert counts that is not told again, nor said to be over
 */
record AlertsTarget(String heartbeat, Duration within, Duration forget) implements TargetSettings {

    boolean isHeartbeat(FiringAlerts.Alert alert) {
        return alert.name().equals(heartbeat);
    }
}
