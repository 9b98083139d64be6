package dev.probation.agent.text;

/** Cuts text that is too long, never within a character. */
public final class Truncation {

    /** In less than this, a count of what is missing would say more than the text. */
    private static final int LEAST_COUNTED = 80;

    private Truncation() {}

    /** At most {@code most} code points, with a mark at the end where something was left out. */
    public static String brief(String text, int most) {
        return text.codePointCount(0, text.length()) <= most ? text : head(text, most - 1) + '…';
    }

    /** At most {@code most} code points, with a mark that says how much was left out. */
    public static String codePoints(String text, int most) {
        int length = text.codePointCount(0, text.length());
        if (length <= most || most < LEAST_COUNTED) {
            return brief(text, most);
        }
        int kept = most - mark(length - most).length();
        // what makes room for the mark is left out too, and may need one digit more
        kept = most - mark(length - kept).length();
        return head(text, kept) + mark(length - kept);
    }

    /** The same for receivers that count as Java does: what lies beyond the first 65,536 characters counts twice. */
    public static String chars(String text, int most) {
        int room = most;
        String cut = codePoints(text, room);
        while (cut.length() > most) {
            room -= cut.length() - most;
            cut = codePoints(text, room);
        }
        return cut;
    }

    private static String mark(int left) {
        return "… (" + left + " characters left out)";
    }

    private static String head(String text, int codePoints) {
        return text.substring(0, text.offsetByCodePoints(0, codePoints));
    }
}
