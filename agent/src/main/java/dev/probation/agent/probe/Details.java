package dev.probation.agent.probe;

import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import java.util.regex.Pattern;

/** Makes text that came from elsewhere fit for an outcome's detail: short, on one line, without secrets of URLs. */
public final class Details {

    private static final int MAX_CODE_POINTS = 300;
    /** So that no pattern runs over a megabyte; cut again once harmless. */
    private static final int MAX_READ = 2_000;

    private static final Pattern USER_INFO = Pattern.compile("://[^/?#\\s\"'<>]*@");
    private static final Pattern QUERY = Pattern.compile("(://[^\\s\"'<>?#]*)[?#][^\\s\"'<>]*");

    private Details() {}

    /** {@code text} on one line of at most 300 code points, without user info and query strings of URLs. */
    public static String of(String text) {
        String start = text.length() > MAX_READ ? text.substring(0, MAX_READ) : text;
        String open = USER_INFO.matcher(start).replaceAll("://");
        String harmless = Sanitizer.LOG.line(QUERY.matcher(open).replaceAll("$1"));
        return Truncation.brief(harmless.strip(), MAX_CODE_POINTS);
    }
}
