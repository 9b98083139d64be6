package dev.probation.agent.receiver.notify.grafana;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;

/** A notice as a mark on charts: a region for a window, a point for all else. */
final class GrafanaAnnotation {

    private static final int TEXT = 2_000;
    private static final int TAG = 100;

    private GrafanaAnnotation() {}

    static JsonObject of(Notice notice, GrafanaSettings settings) {
        JsonObject annotation = new JsonObject().put("time", notice.at().toEpochMilli());
        notice.window()
                .flatMap(Ending::span)
                .ifPresent(span -> annotation
                        .put("time", span.from().toEpochMilli())
                        .put("timeEnd", span.to().toEpochMilli()));
        settings.dashboard().ifPresent(uid -> annotation.put("dashboardUID", uid));
        return annotation.put("tags", tags(notice, settings)).put("text", text(notice));
    }

    private static JsonArray tags(Notice notice, GrafanaSettings settings) {
        Set<String> tags = new LinkedHashSet<>();
        tags.add("probation");
        tags.add("service:" + notice.service());
        tags.add("version:" + notice.version());
        tags.add(notice.occasion().label());
        notice.window().ifPresent(ending -> {
            tags.add("window:" + ending.window());
            tags.add("verdict:" + ending.verdict().label());
        });
        tags.addAll(settings.tags());
        JsonArray cut = new JsonArray();
        tags.forEach(tag -> cut.add(Truncation.codePoints(Sanitizer.MESSAGE.line(tag), TAG)));
        return cut;
    }

    /** Grafana shows it as HTML. */
    private static String text(Notice notice) {
        String text = notice.reason().isBlank() ? notice.headline() : notice.headline() + '\n' + notice.reason();
        return Truncation.codePoints(Sanitizer.MESSAGE.lines(text), TEXT)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
