package dev.probation.agent.receiver.notify.notifywebhook;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.store.Message;
import dev.probation.agent.text.Sanitizer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a webhook is told: the notice, flat, with what is absent left out. */
final class NoticeFields {

    /** Of the whole. */
    static final List<String> NAMES = List.of(
            "id",
            "incident",
            "occasion",
            "step",
            "at",
            "service",
            "version",
            "deployment",
            "headline",
            "reason",
            "checks",
            "window",
            "verdict",
            "from",
            "to",
            "overall",
            "decision",
            "turn",
            "link",
            "healedAt",
            "announcement");

    /** Of each of the checks; those of a single one stand in the whole as well. */
    static final List<String> OF_CHECKS = List.of("check", "state", "observed", "limit", "reason");

    private NoticeFields() {}

    static JsonObject of(Message message) {
        Notice notice = message.notice().abridged();
        JsonObject fields = new JsonObject()
                .put("id", message.id())
                .put("incident", Sanitizer.MESSAGE.lines(message.incident()))
                .put("headline", notice.headline());
        JsonObject told = notice.toJson();
        fields.mergeIn(told);
        if (!told.containsKey("checks")) {
            fields.put("checks", single(told));
        }
        return fields;
    }

    /** A receiver that goes through the checks need not ask whether there is one or several. */
    private static JsonArray single(JsonObject told) {
        if (!told.containsKey("check")) {
            return new JsonArray();
        }
        JsonObject check = new JsonObject();
        OF_CHECKS.stream().filter(told::containsKey).forEach(name -> check.put(name, told.getValue(name)));
        return new JsonArray().add(check);
    }
}
