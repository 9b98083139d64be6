package dev.probation.agent.notice;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.notice.Notice.Resolution;
import dev.probation.agent.notice.Notice.Span;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A notice as JSON: flat, with what is absent left out. */
final class NoticeJson {

    private NoticeJson() {}

    static JsonObject write(Notice notice) {
        JsonObject json = new JsonObject()
                .put("occasion", notice.occasion().label())
                .put("step", notice.action().label())
                .put("at", notice.at())
                .put("service", notice.service())
                .put("version", notice.version())
                .put("deployment", notice.deployment())
                .put("reason", notice.reason());
        notice.check().ifPresent(evidence -> write(evidence, json));
        notice.window().ifPresent(ending -> write(ending, json));
        notice.decision().ifPresent(decision -> json.put("decision", decision));
        notice.escalation().ifPresent(escalation -> json.put("turn", escalation.label()));
        notice.link().ifPresent(link -> json.put("link", link));
        if (!notice.parts().isEmpty()) {
            json.put(
                    "checks",
                    new JsonArray(notice.parts().stream().map(NoticeJson::write).toList()));
        }
        notice.recoveredAt().ifPresent(healed -> json.put("healedAt", healed));
        notice.announcement().ifPresent(words -> json.put("announcement", words));
        return json;
    }

    private static void write(Evidence evidence, JsonObject json) {
        json.put("check", evidence.check()).put("state", evidence.state());
        evidence.observed().ifPresent(observed -> json.put("observed", observed));
        evidence.limit().ifPresent(limit -> json.put("limit", limit));
    }

    private static void write(Ending ending, JsonObject json) {
        json.put("window", ending.window()).put("verdict", ending.verdict().label());
        ending.span().ifPresent(span -> json.put("from", span.from()).put("to", span.to()));
        ending.overall().ifPresent(overall -> json.put("overall", overall.label()));
    }

    private static JsonObject write(Part part) {
        JsonObject json = new JsonObject();
        write(part.evidence(), json);
        return json.put("reason", part.reason());
    }

    static Notice read(String text) {
        try {
            return notice(new JsonObject(text));
        } catch (RuntimeException e) {
            // whatever is wrong with it: an unknown name, a missing text, another type, no JSON
            throw new UnreadableNoticeException(e);
        }
    }

    private static Notice notice(JsonObject json) {
        return new Notice(
                NotificationEvent.valueOf(required(json, "occasion").toUpperCase(Locale.ROOT)),
                IncidentAction.of(required(json, "step")),
                Objects.requireNonNull(json.getInstant("at")),
                required(json, "service"),
                required(json, "version"),
                required(json, "deployment"),
                required(json, "reason"),
                new NoticeDetails(
                        evidence(json),
                        ending(json),
                        text(json, "decision"),
                        text(json, "link"),
                        parts(json),
                        Optional.ofNullable(json.getInstant("healedAt")).map(Resolution::recovered),
                        text(json, "announcement"),
                        text(json, "turn").map(RollbackEscalation::of)));
    }

    private static List<Part> parts(JsonObject json) {
        return json.getJsonArray("checks", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(part -> new Part(evidence(part).orElseThrow(), part.getString("reason")))
                .toList();
    }

    private static Optional<Evidence> evidence(JsonObject json) {
        return text(json, "check")
                .map(check ->
                        new Evidence(check, json.getString("state"), text(json, "observed"), text(json, "limit")));
    }

    private static Optional<Ending> ending(JsonObject json) {
        return text(json, "window")
                .map(window -> new Ending(
                        window,
                        verdict(json.getString("verdict")),
                        span(json),
                        text(json, "overall").map(NoticeJson::verdict)));
    }

    private static Verdict verdict(String label) {
        return Verdict.valueOf(label.toUpperCase(Locale.ROOT));
    }

    private static Optional<Span> span(JsonObject json) {
        @Nullable Instant from = json.getInstant("from");
        return from == null ? Optional.empty() : Optional.of(new Span(from, json.getInstant("to")));
    }

    private static String required(JsonObject json, String key) {
        return Objects.requireNonNull(json.getString(key));
    }

    private static Optional<String> text(JsonObject json, String key) {
        @Nullable String text = json.getString(key);
        return Optional.ofNullable(text);
    }
}
