package dev.probation.agent.receiver.notify.pagerduty;

import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** A notice as an event, without the routing key. */
final class PagerDutyEvent {

    static final int SUMMARY = 1_024;

    private static final int KEY = 255;
    private static final int LONGEST_LINK = 2_000;

    private PagerDutyEvent() {}

    /** @param incident what it opens, acknowledges or resolves */
    static JsonObject of(Notice notice, String incident) {
        JsonObject event = new JsonObject()
                .put("event_action", action(notice.action()))
                .put("dedup_key", key(Sanitizer.MESSAGE.lines(incident)))
                .put("client", "Probation")
                .put("payload", payload(notice));
        links(notice)
                .ifPresent(
                        links -> event.put("client_url", links.getJsonObject(0).getString("href"))
                                .put("links", links));
        return event;
    }

    static Optional<JsonArray> links(Notice notice) {
        return notice.link()
                .filter(link -> link.length() <= LONGEST_LINK)
                .map(link ->
                        new JsonArray().add(new JsonObject().put("href", link).put("text", "Open in Probation")));
    }

    private static String action(IncidentAction action) {
        return switch (action) {
            case TRIGGER -> "trigger";
            case INFO -> "acknowledge";
            case RESOLVE -> "resolve";
        };
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
                .put(
                        "summary",
                        Truncation.codePoints(
                                Sanitizer.MESSAGE.line(notice.headline()) + " – "
                                        + Sanitizer.MESSAGE
                                                .lines(notice.reason())
                                                .strip()
                                                .replace("\n", "; "),
                                SUMMARY))
                .put("source", PagerDutyDetails.line(notice.service()))
                .put("severity", severity(notice))
                .put("timestamp", notice.at().toString())
                .put("component", PagerDutyDetails.line(notice.service()))
                .put("group", PagerDutyDetails.line(notice.deployment()))
                .put("class", notice.occasion().label())
                .put("custom_details", PagerDutyDetails.of(notice));
    }

    /** What was over before it was told wakes nobody. */
    private static String severity(Notice notice) {
        if (notice.isOver()) {
            return "warning";
        }
        return switch (notice.occasion()) {
            case ROLLBACK -> "critical";
            case FAILING, BLIND, UNMEASURED, UNDELIVERED -> "error";
            case VERSION -> "warning";
            case STARTED, WINDOW, RECOVERED, WITHHELD, PASSED -> "info";
        };
    }
}
