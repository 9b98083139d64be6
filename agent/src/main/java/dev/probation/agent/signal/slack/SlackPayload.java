package dev.probation.agent.signal.slack;

import dev.probation.agent.signal.Excerpt;
import dev.probation.agent.signal.Notice;
import dev.probation.agent.signal.Notice.Ending;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A notice as Block Kit. What the agent did not write itself stands in {@code plain_text}, which knows no mentions and no
 * links.
 */
final class SlackPayload {

    private static final int HEADER = 150;
    private static final int SECTION = 2_900;
    private static final int FIELD = 300;
    private static final int TEXT = 2_000;

    private SlackPayload() {}

    static JsonObject of(Notice notice) {
        JsonArray blocks =
                new JsonArray().add(new JsonObject().put("type", "header").put("text", plain(title(notice), HEADER)));
        if (!notice.reason().isBlank()) {
            blocks.add(new JsonObject().put("type", "section").put("text", plain(notice.reason(), SECTION)));
        }
        JsonArray fields = fields(notice);
        if (!fields.isEmpty()) {
            blocks.add(new JsonObject().put("type", "section").put("fields", fields));
        }
        notice.link().filter(SlackPayload::isLink).ifPresent(link -> blocks.add(link(link)));
        return new JsonObject()
                .put("text", escape(Excerpt.of(title(notice) + " – " + notice.reason(), TEXT)))
                .put("unfurl_links", false)
                .put("blocks", blocks);
    }

    private static String title(Notice notice) {
        return mark(notice) + ' ' + notice.headline();
    }

    private static String mark(Notice notice) {
        return switch (notice.step()) {
            case OPENS -> "🔴";
            case RESOLVES -> "🟢";
            case TELLS -> notice.window().map(SlackPayload::mark).orElse("🔵");
        };
    }

    private static String mark(Ending ending) {
        return switch (ending.verdict()) {
            case FAIL -> "🔴";
            case INCONCLUSIVE, WARN -> "🟡";
            case PASS, RUNNING -> "🔵";
        };
    }

    private static JsonArray fields(Notice notice) {
        JsonArray fields = new JsonArray();
        notice.check().ifPresent(evidence -> {
            evidence.observed().ifPresent(observed -> fields.add(plain("Observed: " + observed, FIELD)));
            evidence.limit().ifPresent(limit -> fields.add(plain("Expected: " + limit, FIELD)));
        });
        notice.window().ifPresent(ending -> {
            fields.add(plain("Window: " + ending.window(), FIELD));
            fields.add(plain("Verdict: " + ending.verdict().label(), FIELD));
        });
        return fields;
    }

    private static JsonObject plain(String text, int most) {
        return new JsonObject()
                .put("type", "plain_text")
                .put("text", Excerpt.of(text, most))
                .put("emoji", true);
    }

    private static boolean isLink(String link) {
        return (link.startsWith("https://") || link.startsWith("http://")) && !link.contains("|");
    }

    private static JsonObject link(String link) {
        JsonObject text =
                new JsonObject().put("type", "mrkdwn").put("text", '<' + escape(link) + "|Open in Probation>");
        return new JsonObject().put("type", "context").put("elements", new JsonArray().add(text));
    }

    /** Slack's three, and a break within what could call people. */
    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "@\u200B");
    }
}
