package dev.probation.agent.web.webhook;

import dev.probation.agent.json.StrictFields;
import dev.probation.agent.store.AlertGroup;
import dev.probation.agent.store.AlertGroup.Alert;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Alertmanager says of one of its groups.
 *
 * @param ended when those ended that are over, by fingerprint
 */
record AlertmanagerPayload(AlertGroup group, Map<String, Instant> ended) {

    private static final String VERSION = "4";
    private static final int LONGEST_KEY = 100_000;
    private static final int LONGEST_FINGERPRINT = 64;
    private static final int MOST_ALERTS = 10_000;
    private static final int MOST_LABELS = 200;

    AlertmanagerPayload {
        ended = Map.copyOf(ended);
    }

    static AlertmanagerPayload read(Buffer body, Instant now) {
        StrictFields payload = StrictFields.ofBody(body);
        String version = payload.visibleLine("version");
        if (!version.equals(VERSION)) {
            throw payload.wrong("version", "\"" + VERSION + "\", as Alertmanager sends it since 0.6");
        }
        String key = payload.text("receiver", LONGEST_KEY) + '\n' + payload.text("groupKey", LONGEST_KEY);
        List<Alert> firing = new ArrayList<>();
        Map<String, Instant> ended = new HashMap<>();
        for (StrictFields each : payload.objects("alerts", MOST_ALERTS)) {
            Alert alert = alert(each, now);
            if (isFiring(each)) {
                firing.add(alert);
            } else {
                ended.put(alert.fingerprint(), alert.until().orElse(now));
            }
        }
        AlertGroup group = new AlertGroup(EventKeys.of(key), now, payload.count("truncatedAlerts"), firing);
        return new AlertmanagerPayload(group, ended);
    }

    private static boolean isFiring(StrictFields alert) {
        return switch (alert.visibleLine("status")) {
            case "firing" -> true;
            case "resolved" -> false;
            default -> throw alert.wrong("status", "firing or resolved");
        };
    }

    private static Alert alert(StrictFields payload, Instant now) {
        Instant since = payload.instant("startsAt");
        Optional<Instant> until = payload.optionalInstant("endsAt").filter(end -> end.isAfter(since));
        return new Alert(
                payload.text("fingerprint", LONGEST_FINGERPRINT),
                payload.texts("labels", MOST_LABELS),
                since,
                until,
                now);
    }
}
