package dev.probation.agent.receiver.notify.teams;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * A notice as an Adaptive Card. All text stands in {@code TextRun}, which knows no Markdown; what would be a link, a mention
 * or a function elsewhere is broken all the same, since a workflow may put it elsewhere.
 */
final class TeamsCard {

    /** The documents say 28 kB, and less than that was seen to be refused. */
    private static final int MOST_BYTES = 20_000;

    private static final List<Integer> LINES = List.of(2_000, 500, 200, 80);
    private static final int HEADLINE = 200;
    private static final int MOST_LINES = 40;
    private static final int LINK = 1_000;

    private TeamsCard() {}

    /** As long as it may be: each line is cut further until the whole fits. */
    static JsonObject of(Notice notice) {
        JsonObject message = new JsonObject();
        for (int line : LINES) {
            message = message(notice, line);
            if (message.toBuffer().length() <= MOST_BYTES) {
                return message;
            }
        }
        return message;
    }

    private static JsonObject message(Notice notice, int line) {
        JsonObject card = new JsonObject()
                .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4")
                .put("msteams", new JsonObject().put("width", "Full"))
                .put("body", body(notice, line));
        notice.link().filter(TeamsCard::isLink).ifPresent(link -> card.put("actions", new JsonArray().add(open(link))));
        JsonObject attachment = new JsonObject()
                .put("contentType", "application/vnd.microsoft.card.adaptive")
                .putNull("contentUrl")
                .put("content", card);
        return new JsonObject().put("type", "message").put("attachments", new JsonArray().add(attachment));
    }

    private static JsonArray body(Notice notice, int line) {
        JsonArray body = new JsonArray().add(block(headline(notice)));
        notice.announcement().ifPresent(words -> lines(words, line).forEach(text -> body.add(block(run(text)))));
        reasons(notice, line).forEach(text -> body.add(block(run(text))));
        notice.check().flatMap(Evidence::observed).ifPresent(observed -> body.add(fact("Observed", observed)));
        notice.check().flatMap(Evidence::limit).ifPresent(limit -> body.add(fact("Expected", limit)));
        notice.window()
                .ifPresent(ending -> body.add(fact("Window", ending.window()))
                        .add(fact("Verdict", ending.verdict().label())));
        notice.recoveredAt()
                .ifPresent(at -> body.add(fact("Began", notice.at().toString())).add(fact("Healed", at.toString())));
        return body;
    }

    private static JsonObject headline(Notice notice) {
        return run(Truncation.codePoints(Sanitizer.MESSAGE.line(notice.headline()), HEADLINE))
                .put("size", "Large")
                .put("weight", "Bolder")
                .put("color", colour(notice));
    }

    private static String colour(Notice notice) {
        return switch (notice.action()) {
            case TRIGGER -> notice.isOver() ? "Warning" : "Attention";
            case RESOLVE -> notice.isGoodNews() ? "Good" : "Warning";
            case INFO -> notice.window().map(TeamsCard::colour).orElse("Accent");
        };
    }

    private static String colour(Ending ending) {
        return switch (ending.verdict()) {
            case FAIL -> "Attention";
            case INCONCLUSIVE, WARN -> "Warning";
            case PASS, RUNNING -> "Accent";
        };
    }

    private static List<String> reasons(Notice notice, int line) {
        return notice.parts().isEmpty()
                ? lines(notice.reason(), line)
                : most(notice.parts().stream().map(part -> line(part, line)).toList());
    }

    /** The reason finds room beside the longest name. */
    private static String line(Part part, int most) {
        String name =
                Truncation.codePoints(Sanitizer.MESSAGE.line(part.evidence().check()), most / 2);
        return Truncation.codePoints("• " + name + ": " + Sanitizer.MESSAGE.line(part.reason()), most);
    }

    /** The text, cut to one line's length in all where it is long. */
    private static List<String> lines(String text, int most) {
        return most(Truncation.codePoints(Sanitizer.MESSAGE.lines(text), most)
                .lines()
                .filter(line -> !line.isBlank())
                .toList());
    }

    private static List<String> most(List<String> lines) {
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        return Stream.concat(
                        lines.stream().limit(MOST_LINES), Stream.of("and " + (lines.size() - MOST_LINES) + " more"))
                .toList();
    }

    private static JsonObject fact(String name, String value) {
        JsonObject title = run(name + ": ").put("weight", "Bolder");
        JsonArray runs =
                new JsonArray().add(title).add(run(Truncation.codePoints(Sanitizer.MESSAGE.line(value), HEADLINE)));
        return new JsonObject().put("type", "RichTextBlock").put("inlines", runs);
    }

    private static JsonObject block(JsonObject run) {
        return new JsonObject().put("type", "RichTextBlock").put("inlines", new JsonArray().add(run));
    }

    private static JsonObject run(String text) {
        return new JsonObject().put("type", "TextRun").put("text", broken(text));
    }

    private static String broken(String text) {
        return text.replace("](", "]\u200B(")
                .replace("{{", "{\u200B{")
                .replace("<", "<\u200B")
                .replace("@", "@\u200B");
    }

    private static boolean isLink(String link) {
        return (link.startsWith("https://") || link.startsWith("http://")) && link.length() <= LINK;
    }

    private static JsonObject open(String link) {
        return new JsonObject()
                .put("type", "Action.OpenUrl")
                .put("title", "Open in Probation")
                .put("url", link);
    }
}
