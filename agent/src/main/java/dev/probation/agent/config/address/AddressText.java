package dev.probation.agent.config.address;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be said of a text that should be an address, whether or not it is one. */
public final class AddressText {

    /** What is wrong with the address where {@link #hasPort} is false. */
    public static final String NO_PORT = "whose port is not a number from 1 to 65535";

    private static final int LONGEST = 80;
    private static final int LARGEST_PORT = 65_535;

    private static final Pattern SCHEME = Pattern.compile("(?:jdbc:)?[A-Za-z]{2,12}:/+");
    private static final Pattern PASSWORD_OPTION = Pattern.compile("(?i)(?:^|[^a-z])(?:password|passwd|pwd)\\s*=");

    /** Without a scheme, only digits are taken for a port: what stands before the colon may be the scheme. */
    private static final Pattern PORT = Pattern.compile(
            "(?:[A-Za-z]+://(?:[^/?#]*@)?(?:\\[[^]]*]|[^/?#:@\\[\\]]+):(?<port>[^/?#@]*)|[^/?#:@\\[\\]]+:(?<digits>\\d+))"
                    + "(?:[/?#].*)?",
            Pattern.DOTALL);

    /** Where a query or an option begins, or what is no port after a colon. */
    private static final Pattern REST =
            Pattern.compile("[?#&;=,\"'\\s\\p{Cntrl}]|^:|(?<!\\[[0-9A-Fa-f:]{0,40}):(?!\\d{1,6}(?:[/?#]|$))");

    private AddressText() {}

    /** Whether there is a password, before an @ or as an option. */
    static boolean holdsPassword(String text) {
        String address = SCHEME.matcher(text.strip()).replaceFirst("");
        int at = address.lastIndexOf('@');
        return (at >= 0 && address.substring(0, at).indexOf(':') >= 0)
                || PASSWORD_OPTION.matcher(text).find();
    }

    /** Whether the port is one that can be, where one is written. */
    public static boolean hasPort(String text) {
        Matcher matcher = PORT.matcher(text.strip());
        if (!matcher.matches()) {
            return true;
        }
        String port = matcher.group("port") == null ? matcher.group("digits") : matcher.group("port");
        return port.matches("0{0,9}[1-9]\\d{0,4}") && Integer.parseInt(port) <= LARGEST_PORT;
    }

    /** {@code text} without what may be a secret: what stands before an @, and options; empty where that is all. */
    static String shown(String text) {
        if (text.startsWith("sqlite:")) {
            return shortened(text);
        }
        Matcher scheme = SCHEME.matcher(text);
        int begin = scheme.lookingAt() ? scheme.end() : 0;
        int at = text.lastIndexOf('@');
        if (at < begin) {
            return shortened(text.substring(0, begin) + withoutRest(text.substring(begin)));
        }
        return REST.matcher(text.substring(begin, at)).find()
                ? ""
                : shortened(text.substring(0, begin) + "...@" + withoutRest(text.substring(at + 1)));
    }

    private static String withoutRest(String text) {
        Matcher rest = REST.matcher(text);
        return rest.find() ? text.substring(0, rest.start()) + "..." : text;
    }

    private static String shortened(String text) {
        String visible = text.replace("\0", "\\0");
        return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST) + "...";
    }
}
