package dev.probation.agent.web.webhook;

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
        Told told = Told.of(body);
        String version = told.line("version");
        if (!version.equals(VERSION)) {
            throw told.wrong("version", "\"" + VERSION + "\", as Alertmanager has it since 0.6");
        }
        String key = told.text("receiver", LONGEST_KEY) + '\n' + told.text("groupKey", LONGEST_KEY);
        List<Alert> firing = new ArrayList<>();
        Map<String, Instant> ended = new HashMap<>();
        for (Told each : told.objects("alerts", MOST_ALERTS)) {
            Alert alert = alert(each, now);
            if (isFiring(each)) {
                firing.add(alert);
            } else {
                ended.put(alert.fingerprint(), alert.until().orElse(now));
            }
        }
        AlertGroup group = new AlertGroup(Digests.of(key), now, told.count("truncatedAlerts"), firing);
        return new AlertmanagerPayload(group, ended);
    }

    private static boolean isFiring(Told alert) {
        return switch (alert.line("status")) {
            case "firing" -> true;
            case "resolved" -> false;
            default -> throw alert.wrong("status", "firing or resolved");
        };
    }

    private static Alert alert(Told told, Instant now) {
        Instant since = told.instant("startsAt");
        Optional<Instant> until = told.optionalInstant("endsAt").filter(end -> end.isAfter(since));
        return new Alert(
                told.text("fingerprint", LONGEST_FINGERPRINT), told.texts("labels", MOST_LABELS), since, until, now);
    }
}
