package dev.probation.agent.signal;

/** Text made to fit what a receiver takes. */
public final class Excerpt {

    private Excerpt() {}

    /** At most so many code points, with a mark where something was left out. */
    public static String of(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + '…';
    }
}
