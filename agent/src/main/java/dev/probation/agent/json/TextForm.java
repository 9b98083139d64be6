package dev.probation.agent.json;

import java.util.Optional;
import java.util.function.IntPredicate;

/** What a text may consist of. No form has half of a pair of characters, which no encoder takes. */
public enum TextForm {
    /** One line, which may be blank. */
    LINE,
    /** Several lines, which may be blank. */
    PARAGRAPH,
    /** What can stand in a log, a report or a name: one line, neither blank nor long, every character of which can be seen. */
    VISIBLE_LINE;

    static final int LONGEST = 1_000;

    /** Whether a text has this form. */
    public boolean fits(String text) {
        return expectedInPlaceOf(text).isEmpty();
    }

    /** What should have been there; empty where the text has this form. */
    Optional<String> expectedInPlaceOf(String text) {
        return switch (this) {
            case LINE -> plain(text, Character::isISOControl);
            case PARAGRAPH -> plain(text, c -> Character.isISOControl(c) && c != '\n' && c != '\t');
            case VISIBLE_LINE ->
                isVisible(text) ? Optional.empty() : Optional.of("a text of visible characters on one line");
        };
    }

    private static Optional<String> plain(String text, IntPredicate isControl) {
        if (text.codePoints().anyMatch(isControl)) {
            return Optional.of("text without control characters");
        }
        return text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)
                ? Optional.of("text without broken characters")
                : Optional.empty();
    }

    private static boolean isVisible(String text) {
        return !text.isBlank() && text.length() <= LONGEST && text.codePoints().allMatch(TextForm::isVisible);
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
