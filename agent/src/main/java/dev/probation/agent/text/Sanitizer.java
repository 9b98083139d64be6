package dev.probation.agent.text;

import java.util.regex.Pattern;

/**
 * Makes text that others wrote harmless where it is shown. Broken pairs of surrogates are never let through, since no
 * encoder takes them.
 */
public enum Sanitizer {
    /** Escape sequences and text that turns its direction are shown as unknown characters. */
    TERMINAL,
    /** As on a terminal; and nothing is invisible, so that what is searched for is found. */
    LOG,
    /** What starts a table cell, a link, HTML, emphasis or a mention is escaped. Line breaks would start a block. */
    MARKDOWN,
    /** Fit for an element or for a quoted attribute. */
    HTML,
    /**
     * For chats, mail and services of incidents: what hides or turns the text is left out. Links and mentions are each
     * receiver's own. Joiners stay, since scripts and pictures are made with them.
     */
    MESSAGE;

    private static final char UNKNOWN = '\uFFFD';
    private static final char ZERO_WIDTH_SPACE = '\u200B';
    private static final String MARKDOWN_SYNTAX = "\\`*_{}[]<#|~&$";

    /** Marks that turn the direction of what follows, beyond the end of the text. */
    private static final String TURNING = "\u202A-\u202E\u2066-\u2069";

    private static final Pattern NOT_IN_MESSAGE = Pattern.compile("[\\p{Cc}&&[^\n\t]]|[\\p{Cs}" + TURNING + "]");
    private static final Pattern NOT_IN_MESSAGE_LINE =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\s\u2028\u2029" + TURNING + "]+");

    /** {@code text} on one line. */
    public String line(String text) {
        return this == MESSAGE
                ? NOT_IN_MESSAGE_LINE.matcher(text).replaceAll(" ").strip()
                : shown(text, false);
    }

    /** {@code text} with its line breaks and tabs; but Markdown stays on one line. */
    public String lines(String text) {
        return this == MESSAGE ? NOT_IN_MESSAGE.matcher(text).replaceAll("") : shown(text, this != MARKDOWN);
    }

    private String shown(String text, boolean lines) {
        StringBuilder to = new StringBuilder(text.length() + 16);
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            append(to, lines && (c == '\n' || c == '\t') ? c : visible(c, lines));
        }
        return this == MARKDOWN ? withoutLinks(to.toString().strip()) : to.toString();
    }

    private int visible(int character, boolean lines) {
        if (!lines && (character == '\n' || character == '\r' || character == '\t')) {
            return ' ';
        }
        if (this == MARKDOWN && (Character.isWhitespace(character) || Character.isSpaceChar(character))) {
            return ' ';
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                UNKNOWN;
            case Character.FORMAT -> this == TERMINAL && character == ZERO_WIDTH_SPACE ? character : UNKNOWN;
            case Character.UNASSIGNED -> this == MARKDOWN ? UNKNOWN : character;
            default -> character;
        };
    }

    private void append(StringBuilder to, int character) {
        switch (this) {
            case TERMINAL, LOG, MESSAGE -> to.appendCodePoint(character);
            case MARKDOWN -> appendMarkdown(to, character);
            case HTML -> appendHtml(to, character);
        }
    }

    private static void appendMarkdown(StringBuilder to, int character) {
        if (MARKDOWN_SYNTAX.indexOf(character) >= 0) {
            to.append('\\');
        }
        to.appendCodePoint(character);
        if (character == '@' || character == '#') {
            to.append(ZERO_WIDTH_SPACE);
        }
    }

    /** Addresses become links by themselves. */
    private static String withoutLinks(String markdown) {
        return markdown.replace("://", ":" + ZERO_WIDTH_SPACE + "//").replace("www.", "www" + ZERO_WIDTH_SPACE + ".");
    }

    private static void appendHtml(StringBuilder to, int character) {
        switch (character) {
            case '&' -> to.append("&amp;");
            case '<' -> to.append("&lt;");
            case '>' -> to.append("&gt;");
            case '"' -> to.append("&quot;");
            case '\'' -> to.append("&#39;");
            default -> to.appendCodePoint(character);
        }
    }
}
