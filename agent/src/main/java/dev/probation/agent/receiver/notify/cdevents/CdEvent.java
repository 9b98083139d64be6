package dev.probation.agent.receiver.notify.cdevents;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.store.Message;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import dev.probation.rules.window.Verdict;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;

/**
 * A notice as one event. Its id is the same however often it is sent, by which a repeat is dropped.
 *
 * @param id of the event
 * @param subject what it is about: the service, the run of checks, or the incident
 */
record CdEvent(CdEventType type, String id, String subject, Notice notice, CdEventsSettings settings) {

    private static final String SPECIFICATION = "0.5.1";
    private static final int TEXT = 4_000;
    private static final int LINE = 250;

    static CdEvent of(CdEventType type, Message message, Notice notice, CdEventsSettings settings) {
        return new CdEvent(type, id(type, message, notice), subject(type, message, notice), notice, settings);
    }

    /** One of a rollback: it is told when it is confirmed, and when it helped. */
    private static String id(CdEventType type, Message message, Notice notice) {
        return type == CdEventType.SERVICE_ROLLED_BACK
                ? notice.deployment() + '/' + type.label()
                : message.id() + '/' + type.label();
    }

    private static String subject(CdEventType type, Message message, Notice notice) {
        return switch (type) {
            case SERVICE_DEPLOYED, SERVICE_ROLLED_BACK -> notice.service();
            case RUN_STARTED, RUN_FINISHED -> notice.deployment();
            case INCIDENT_DETECTED, INCIDENT_RESOLVED -> Sanitizer.MESSAGE.lines(message.incident());
        };
    }

    /** The attributes of the CloudEvent. */
    MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap()
                .set("ce-specversion", "1.0")
                .set("ce-id", CloudEventHeader.encode(id))
                .set("ce-source", CloudEventHeader.encode(settings.source()))
                .set("ce-type", type.type())
                .set("ce-subject", CloudEventHeader.encode(subject))
                .set("ce-time", notice.at().toString());
    }

    JsonObject body() {
        JsonObject context = new JsonObject()
                .put("specversion", SPECIFICATION)
                .put("id", id)
                .put("source", settings.source())
                .put("type", type.type())
                .put("timestamp", notice.at().toString());
        return new JsonObject()
                .put("context", context)
                .put("subject", new JsonObject().put("id", subject).put("content", content()))
                .put("customData", custom())
                .put("customDataContentType", "application/json");
    }

    private JsonObject content() {
        JsonObject content = new JsonObject().put("environment", new JsonObject().put("id", settings.environment()));
        return switch (type) {
            case SERVICE_DEPLOYED, SERVICE_ROLLED_BACK -> content.put("artifactId", artifact());
            case RUN_STARTED -> content.put("testSuite", suite()).put("trigger", new JsonObject().put("type", "event"));
            case RUN_FINISHED ->
                content.put("testSuite", suite()).put("outcome", outcome()).put("reason", text(notice.reason(), TEXT));
            case INCIDENT_DETECTED, INCIDENT_RESOLVED ->
                content.put("description", text(notice.headline() + ": " + notice.reason(), TEXT))
                        .put("service", new JsonObject().put("id", notice.service()))
                        .put("artifactId", artifact());
        };
    }

    private String artifact() {
        return settings.artifactOf(notice.service(), text(notice.version(), LINE));
    }

    private JsonObject suite() {
        return new JsonObject().put("id", "probation/" + notice.service()).put("name", "Probation");
    }

    private String outcome() {
        Verdict overall = notice.window().flatMap(Ending::overall).orElse(Verdict.RUNNING);
        return switch (overall) {
            case PASS, WARN -> "success";
            case FAIL -> "failure";
            case INCONCLUSIVE -> "error";
            case RUNNING -> "cancel";
        };
    }

    private JsonObject custom() {
        JsonObject custom = new JsonObject()
                .put("deployment", notice.deployment())
                .put("service", notice.service())
                .put("version", text(notice.version(), LINE))
                .put("occasion", notice.occasion().label())
                .put("reason", text(notice.reason(), TEXT));
        notice.check().map(Evidence::check).ifPresent(check -> custom.put("check", text(check, LINE)));
        notice.link().ifPresent(link -> custom.put("link", text(link, TEXT)));
        return new JsonObject().put("probation", custom);
    }

    private static String text(String text, int most) {
        return Truncation.codePoints(Sanitizer.MESSAGE.lines(text), most);
    }
}
