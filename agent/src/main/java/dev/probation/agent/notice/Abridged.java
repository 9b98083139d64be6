package dev.probation.agent.notice;

import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;

/** A notice whose every text is bounded and harmless, for receivers that are given all of it. */
final class Abridged {

    private static final int NAME = 100;
    private static final int VALUE = 100;
    private static final int REASON = 8_000;
    private static final int PART_REASON = 300;
    private static final int ADDRESS = 2_000;

    private Abridged() {}

    static Notice of(Notice notice) {
        NoticeDetails details = new NoticeDetails(
                notice.check().map(Abridged::of),
                notice.window().map(Abridged::of),
                notice.decision().map(Abridged::name),
                // a link that is cut leads nowhere
                notice.link().filter(link -> link.length() <= ADDRESS),
                notice.parts().stream()
                        .map(part -> new Part(of(part.evidence()), cut(part.reason(), PART_REASON)))
                        .toList(),
                notice.details().over(),
                notice.announcement().map(words -> cut(words, REASON)),
                notice.escalation());
        return new Notice(
                notice.occasion(),
                notice.action(),
                notice.at(),
                name(notice.service()),
                name(notice.version()),
                name(notice.deployment()),
                cut(notice.reason(), REASON),
                details);
    }

    private static Evidence of(Evidence evidence) {
        return new Evidence(
                name(evidence.check()),
                evidence.state(),
                evidence.observed().map(Abridged::value),
                evidence.limit().map(Abridged::value));
    }

    private static Ending of(Ending ending) {
        return new Ending(name(ending.window()), ending.verdict(), ending.span(), ending.overall());
    }

    private static String cut(String text, int most) {
        return Truncation.codePoints(Sanitizer.MESSAGE.lines(text), most);
    }

    private static String name(String name) {
        return cut(name, NAME);
    }

    private static String value(String value) {
        return cut(value, VALUE);
    }
}
