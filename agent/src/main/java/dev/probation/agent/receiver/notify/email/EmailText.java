package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import java.util.ArrayList;
import java.util.List;

/** A notice as plain text. */
final class EmailText {

    private static final int SUBJECT = 200;
    private static final int LINE = 500;
    private static final int BODY = 50_000;

    private EmailText() {}

    /** On one line, whatever is in it: a line break would begin another header. */
    static String subject(Notice notice) {
        return Truncation.codePoints(line(notice.headline()), SUBJECT);
    }

    static String line(String text) {
        return Sanitizer.MESSAGE.line(text);
    }

    static String body(Notice notice) {
        List<String> paragraphs = new ArrayList<>();
        notice.announcement().ifPresent(words -> paragraphs.add(words + "\n\n--"));
        paragraphs.add(notice.headline());
        if (!notice.reason().isBlank()) {
            paragraphs.add(notice.reason());
        }
        notice.recoveredAt()
                .ifPresent(when -> paragraphs.add("It ended at " + when + ", before this message could be sent."));
        String facts = facts(notice);
        if (!facts.isEmpty()) {
            paragraphs.add(facts);
        }
        notice.link().ifPresent(link -> paragraphs.add("More: " + link));
        return Truncation.codePoints(Sanitizer.MESSAGE.lines(String.join("\n\n", paragraphs)), BODY) + '\n';
    }

    private static String facts(Notice notice) {
        List<String> facts = new ArrayList<>();
        notice.check().ifPresent(evidence -> {
            facts.add("Check: " + evidence.check());
            evidence.observed().ifPresent(observed -> facts.add("Observed: " + observed));
            evidence.limit().ifPresent(limit -> facts.add("Expected: " + limit));
        });
        for (Part part : notice.parts()) {
            part.evidence().limit().ifPresent(limit -> facts.add(part.evidence().check() + ": expected " + limit));
        }
        notice.window().ifPresent(ending -> {
            facts.add("Window: " + ending.window());
            facts.add("Verdict: " + ending.verdict().label());
            ending.span().ifPresent(span -> facts.add("From " + span.from() + " to " + span.to()));
        });
        facts.add("At: " + notice.at());
        return String.join(
                "\n",
                facts.stream()
                        .map(fact -> Truncation.codePoints(line(fact), LINE))
                        .toList());
    }
}
