package dev.probation.agent.report;

/** Text that others wrote, made harmless inside Markdown: it stays one line of plain words. */
final class MarkdownText {

    private static final String ESCAPED = "\\`*_{}[]<#|~&$";
    private static final char ZERO_WIDTH_SPACE = '\u200B';

    private MarkdownText() {}

    /** {@code text} as it reads, with nothing in it that starts a table cell, a link, HTML, emphasis or a mention. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().map(MarkdownText::visible).forEach(c -> append(escaped, c));
        return escaped.toString()
                .strip()
                .replace("://", ":" + ZERO_WIDTH_SPACE + "//")
                .replace("www.", "www" + ZERO_WIDTH_SPACE + ".");
    }

    private static void append(StringBuilder to, int character) {
        if (ESCAPED.indexOf(character) >= 0) {
            to.append('\\');
        }
        to.appendCodePoint(character);
        if (character == '@' || character == '#') {
            to.append(ZERO_WIDTH_SPACE);
        }
    }

    /** Line breaks and tabs become spaces; other control, direction and invisible characters are shown as unknown. */
    private static int visible(int character) {
        if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
            return ' ';
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> '\uFFFD';
            default -> character;
        };
    }
}
