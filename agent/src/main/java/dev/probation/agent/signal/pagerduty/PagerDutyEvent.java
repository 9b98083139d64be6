package dev.probation.agent.signal.pagerduty;

import dev.probation.agent.signal.Excerpt;
import dev.probation.agent.signal.Notice;
import dev.probation.agent.signal.Notice.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A notice as an event, without the routing key. */
final class PagerDutyEvent {

    private static final int SUMMARY = 1_024;
    private static final int KEY = 255;

    private PagerDutyEvent() {}

    /** @param incident what it opens or resolves */
    static JsonObject of(Notice notice, String incident) {
        JsonObject event = new JsonObject()
                .put("event_action", notice.step() == Step.RESOLVES ? "resolve" : "trigger")
                .put("dedup_key", key(incident))
                .put("client", "Probation")
                .put("payload", payload(notice));
        notice.link()
                .ifPresent(link -> event.put("client_url", link)
                        .put(
                                "links",
                                new JsonArray()
                                        .add(new JsonObject().put("href", link).put("text", "Open in Probation"))));
        return event;
    }

    /** Too long a key is cut, with a hash that keeps it apart from others. */
    private static String key(String incident) {
        if (incident.length() <= KEY) {
            return incident;
        }
        String hash = Integer.toHexString(incident.hashCode());
        return incident.substring(0, KEY - hash.length() - 1) + '#' + hash;
    }

    private static JsonObject payload(Notice notice) {
        return new JsonObject()
                .put("summary", Excerpt.of(notice.headline() + " – " + notice.reason(), SUMMARY))
                .put("source", notice.service())
                .put("severity", severity(notice))
                .put("timestamp", notice.at().toString())
                .put("component", notice.service())
                .put("group", notice.deployment())
                .put("class", notice.occasion().label())
                .put("custom_details", details(notice));
    }

    private static String severity(Notice notice) {
        return switch (notice.occasion()) {
            case ROLLBACK -> "critical";
            case FAILING, BLIND -> "error";
            case UNDELIVERED -> "error";
            case STARTED, WINDOW, RECOVERED, WITHHELD, PASSED -> "info";
        };
    }

    private static JsonObject details(Notice notice) {
        return notice.abridged().toJson();
    }
}
