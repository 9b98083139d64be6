package dev.probation.agent.text;

import java.util.regex.Pattern;

/** Text of unknown origin, freed of what turns or hides the text around it. Links and mentions are each receiver's own. */
public final class Harmless {

    /** Marks that turn the direction of what follows, beyond the end of the text. */
    private static final String TURNING = "\u202A-\u202E\u2066-\u2069";

    private static final Pattern IN_TEXT = Pattern.compile("[\\p{Cc}&&[^\n\t]]|[" + TURNING + "]");
    private static final Pattern IN_LINE = Pattern.compile("[\\p{Cc}\\s" + TURNING + "]+");

    private Harmless() {}

    /** With its lines. */
    public static String text(String text) {
        return IN_TEXT.matcher(text).replaceAll("");
    }

    /** On one line. */
    public static String line(String text) {
        return IN_LINE.matcher(text).replaceAll(" ").strip();
    }
}
