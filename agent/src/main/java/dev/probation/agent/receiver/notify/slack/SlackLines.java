package dev.probation.agent.receiver.notify.slack;

import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import java.util.ArrayList;
import java.util.List;

/** The checks of a batch, a line each, in as many texts as they need. */
final class SlackLines {

    /** In all, so that header, announcement and fields find room beside them. */
    private static final int ALL = 8_000;

    private static final int MOST_LINES = 40;
    private static final int LONGEST = 500;
    private static final int TEXT = 2_900;

    private SlackLines() {}

    static List<String> of(List<Part> parts) {
        List<Part> shown = parts.subList(0, Math.min(parts.size(), MOST_LINES));
        int each = Math.min(LONGEST, ALL / shown.size()) - 1;
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Part part : shown) {
            String line = line(part, each);
            if (text.length() + line.length() > TEXT) {
                texts.add(text.toString());
                text.setLength(0);
            }
            text.append(text.isEmpty() ? "" : "\n").append(line);
        }
        texts.add(text.toString());
        if (shown.size() < parts.size()) {
            texts.add("and " + (parts.size() - shown.size()) + " more");
        }
        return texts;
    }

    /** The reason finds room beside the longest name. */
    private static String line(Part part, int most) {
        String name = Truncation.chars(Sanitizer.MESSAGE.line(part.evidence().check()), most / 2);
        return Truncation.chars("• " + name + ": " + Sanitizer.MESSAGE.line(part.reason()), most);
    }
}
