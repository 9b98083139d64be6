package dev.probation.agent.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The alerts that Alertmanager said are firing, of those that it tells of together.
 *
 * @param id of the group, the same whenever it is told of
 * @param heardAt when it was last told of
 * @param missing how many more there are that were not told
 */
public record AlertGroup(String id, Instant heardAt, int missing, List<Alert> alerts) {

    /**
     * An alert.
     *
     * @param fingerprint of its labels
     * @param until when it ends unless it is told again; mostly absent
     * @param heardAt when it was last said to be firing
     */
    public record Alert(
            String fingerprint, Map<String, String> labels, Instant since, Optional<Instant> until, Instant heardAt) {

        public Alert {
            labels = Map.copyOf(labels);
        }
    }

    public AlertGroup {
        if (missing < 0) {
            throw new IllegalArgumentException("a number of missing alerts is not below 0, but was " + missing);
        }
        alerts = List.copyOf(alerts);
    }

    /**
     * A group is told of whole, so that this takes the place of what was said before, but for what may still be firing.
     *
     * @param ended when those ended that are over, by fingerprint
     */
    public AlertGroup after(AlertGroup before, Map<String, Instant> ended) {
        Map<String, Alert> all = new LinkedHashMap<>();
        before.alerts.stream()
                .filter(alert -> mayStillFire(alert, ended))
                .forEach(alert -> all.put(alert.fingerprint(), alert));
        alerts.forEach(alert -> all.put(alert.fingerprint(), alert));
        return new AlertGroup(id, heardAt, missing, new ArrayList<>(all.values()));
    }

    /** It was left out with others; or what ended was an earlier one of its kind, of which is told late, or once more. */
    private boolean mayStillFire(Alert alert, Map<String, Instant> ended) {
        return Optional.ofNullable(ended.get(alert.fingerprint()))
                .map(end -> end.isBefore(alert.since()))
                .orElse(missing > 0);
    }

    public boolean isOver() {
        return alerts.isEmpty() && missing == 0;
    }
}
