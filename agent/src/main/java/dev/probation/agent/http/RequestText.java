package dev.probation.agent.http;

import java.util.regex.Pattern;

/**
 * What a request can be written with. Whoever takes text from outside asks here first: the HTTP library refuses it only once
 * there is a connection, and shows it in its message.
 */
public final class RequestText {

    private static final Pattern TARGET = Pattern.compile("[!-~&&[^#]]*");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\t -~]*");

    private RequestText() {}

    /** Whether {@code text} can be a path and query: ASCII without spaces, as percent-encoding leaves it. */
    public static boolean isTarget(String text) {
        return TARGET.matcher(text).matches();
    }

    /** Whether {@code text} can be a header's name. */
    public static boolean isHeaderName(String text) {
        return HEADER_NAME.matcher(text).matches();
    }

    /** Whether {@code text} can be a header's value: ASCII on one line. */
    public static boolean isHeaderValue(String text) {
        return HEADER_VALUE.matcher(text).matches();
    }
}
