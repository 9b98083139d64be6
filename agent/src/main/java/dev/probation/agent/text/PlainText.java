package dev.probation.agent.text;

/** Text that others wrote, made harmless on a terminal: no control, escape or direction characters. */
public final class PlainText {

    private PlainText() {}

    /** On one line. */
    public static String line(String text) {
        return text.codePoints()
                .map(c -> c == '\n' || c == '\r' || c == '\t' ? ' ' : visible(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** With its line breaks and tabs. */
    public static String lines(String text) {
        return text.codePoints()
                .map(c -> c == '\n' || c == '\t' ? c : visible(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                '\uFFFD';
            case Character.FORMAT -> character == '\u200B' ? character : '\uFFFD';
            default -> character;
        };
    }
}
