package dev.probation.agent.probe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Alertmanager last said is firing.
 *
 * @param cutAt when it was said of a group that some of its alerts are not told, for each such group
 */
public record FiringAlerts(List<Alert> alerts, List<Instant> cutAt) {

    /** Nothing was said. */
    public static final FiringAlerts NONE = new FiringAlerts(List.of(), List.of());

    private static final String NAME = "alertname";

    /**
     * An alert.
     *
     * @param until when it ends unless it is told again; mostly absent
     * @param heardAt when it was last said to be firing
     */
    public record Alert(
            String fingerprint, Map<String, String> labels, Instant since, Optional<Instant> until, Instant heardAt) {

        public Alert {
            labels = Map.copyOf(labels);
        }

        public String name() {
            return labels.getOrDefault(NAME, "");
        }

        public boolean isFiring(Instant now) {
            return until.filter(end -> !end.isAfter(now)).isEmpty();
        }
    }

    public FiringAlerts {
        alerts = List.copyOf(alerts);
        cutAt = List.copyOf(cutAt);
    }
}
