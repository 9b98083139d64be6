package dev.probation.agent.receiver.notify.slack;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A notice as Block Kit. What the agent did not write itself stands in {@code plain_text}, which knows no mentions and no
 * links. Within 50 blocks, and 12,000 characters in all of them, beyond which Slack refuses a message.
 */
final class SlackPayload {

    private static final int HEADER = 150;
    private static final int SECTION = 2_900;
    private static final int ANNOUNCEMENT = 2_000;
    private static final int FIELD = 200;
    private static final int TEXT = 2_000;
    private static final int LINK = 1_000;

    private SlackPayload() {}

    static JsonObject of(Notice notice) {
        JsonArray blocks =
                new JsonArray().add(new JsonObject().put("type", "header").put("text", plain(title(notice), HEADER)));
        notice.announcement().ifPresent(words -> blocks.add(section(plain(words, ANNOUNCEMENT))));
        reasons(notice).forEach(text -> blocks.add(section(plain(text, SECTION))));
        JsonArray fields = fields(notice);
        if (!fields.isEmpty()) {
            blocks.add(new JsonObject().put("type", "section").put("fields", fields));
        }
        notice.link().filter(SlackPayload::isLink).ifPresent(link -> blocks.add(link(link)));
        return new JsonObject()
                .put("text", escape(Truncation.chars(fallback(notice), TEXT)))
                .put("unfurl_links", false)
                .put("blocks", blocks);
    }

    /** What a phone shows; of a batch, the headline says how many they are. */
    private static String fallback(Notice notice) {
        Optional<String> reason = notice.announcement()
                .or(() -> notice.parts().isEmpty() ? Optional.of(notice.reason()) : Optional.empty())
                .filter(text -> !text.isBlank());
        return title(notice)
                + reason.map(text -> " – " + Sanitizer.MESSAGE.lines(text)).orElse("");
    }

    private static List<String> reasons(Notice notice) {
        if (!notice.parts().isEmpty()) {
            return SlackLines.of(notice.parts());
        }
        return notice.reason().isBlank() ? List.of() : List.of(notice.reason());
    }

    private static String title(Notice notice) {
        return mark(notice) + ' ' + Sanitizer.MESSAGE.line(notice.headline());
    }

    private static String mark(Notice notice) {
        return switch (notice.action()) {
            case TRIGGER -> notice.isOver() ? "🟡" : "🔴";
            case RESOLVE -> notice.isGoodNews() ? "🟢" : "🟡";
            case INFO -> notice.window().map(SlackPayload::mark).orElse("🔵");
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
        notice.check().flatMap(Evidence::observed).ifPresent(observed -> fields.add(field("Observed: ", observed)));
        notice.check().flatMap(Evidence::limit).ifPresent(limit -> fields.add(field("Expected: ", limit)));
        notice.window().ifPresent(ending -> {
            fields.add(field("Window: ", ending.window()));
            fields.add(field("Verdict: ", ending.verdict().label()));
        });
        notice.recoveredAt().ifPresent(at -> {
            fields.add(field("Began: ", notice.at().toString()));
            fields.add(field("Healed: ", at.toString()));
        });
        return fields;
    }

    private static JsonObject field(String name, String value) {
        return plain(name + Sanitizer.MESSAGE.line(value), FIELD);
    }

    private static JsonObject section(JsonObject text) {
        return new JsonObject().put("type", "section").put("text", text);
    }

    private static JsonObject plain(String text, int most) {
        return new JsonObject()
                .put("type", "plain_text")
                .put("text", Truncation.chars(Sanitizer.MESSAGE.lines(text), most))
                .put("emoji", true);
    }

    private static boolean isLink(String link) {
        return (link.startsWith("https://") || link.startsWith("http://"))
                && !link.contains("|")
                && link.length() <= LINK;
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
