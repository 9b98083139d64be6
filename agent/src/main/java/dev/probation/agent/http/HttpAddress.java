package dev.probation.agent.http;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a call goes, taken apart once. It shows host and port alone: path, query and user info may hold a secret. User info
 * is no part of it, since credentials are sent by headers: {@link #basicCredentials}.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param target path and query as they are sent, encoded
 */
public record HttpAddress(boolean tls, String host, int port, String target) {

    /** By hand, since {@link URI} gives no host where a name holds an underscore, as names of containers do. */
    private static final Pattern URL = Pattern.compile("(?i)(https?)://([^/?#\\s]*)([^#\\s\\p{Cntrl}]*)(#\\S*)?");

    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:\\[(?<six>[0-9A-Fa-f:.]+(?:%[\\w.~-]+)?)]|(?<name>[^\\[\\]:@]+))(?::(?<port>\\d{0,5}))?");
    private static final int MAX_PORT = 65_535;
    private static final Pattern NOT_IN_HOST = Pattern.compile("[\\s\\p{Cntrl}]");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7F]");

    /** @throws IllegalArgumentException where it cannot be sent; says nothing of its text */
    public HttpAddress {
        if (NOT_IN_HOST.matcher(host).find()) {
            throw new IllegalArgumentException("expected a host without spaces, found one with them");
        }
        if (!RequestText.isTarget(target)) {
            throw new IllegalArgumentException(
                    "expected a path and query of ASCII without spaces and #, with all else percent-encoded, found others");
        }
    }

    /**
     * The address of {@code url}.
     *
     * @throws IllegalArgumentException where it is none of HTTP; says nothing of its text
     */
    public static HttpAddress of(String url) {
        Matcher whole = URL.matcher(url);
        if (!whole.matches()) {
            throw new IllegalArgumentException("expected an http:// or https:// URL, found another text");
        }
        Matcher authority =
                AUTHORITY.matcher(whole.group(2).substring(whole.group(2).lastIndexOf('@') + 1));
        if (!authority.matches()) {
            throw new IllegalArgumentException("expected a URL with a host and perhaps a port, found none");
        }
        boolean tls = "https".equalsIgnoreCase(whole.group(1));
        String host = authority.group("six") == null ? authority.group("name") : authority.group("six");
        return new HttpAddress(tls, host, port(authority.group("port"), tls), rooted(whole.group(3)));
    }

    private static int port(String digits, boolean tls) {
        int port = digits == null || digits.isEmpty() ? tls ? 443 : 80 : Integer.parseInt(digits);
        if (port > MAX_PORT) {
            throw new IllegalArgumentException("expected a URL with a port up to 65535, found a larger one");
        }
        return port;
    }

    private static String rooted(String target) {
        return target.startsWith("/") ? target : '/' + target;
    }

    /** The address of {@code path}, which may have a query, below this one's path. */
    public HttpAddress below(String path) {
        String base = target.replaceFirst("[?].*", "").replaceFirst("/+$", "");
        return new HttpAddress(tls, host, port, base + rooted(path));
    }

    /**
     * Where an answer from here leads that has this {@code Location}, or empty where that is no address of HTTP. A header's
     * characters are the bytes that were sent, and those that are not ASCII go on percent-encoded.
     */
    Optional<HttpAddress> redirected(String location) {
        String ascii = NOT_ASCII
                .matcher(location)
                .replaceAll(found ->
                        String.format(Locale.ROOT, "%%%02X", (int) found.group().charAt(0)));
        try {
            return Optional.of(of(URI.create(origin() + target).resolve(ascii).toString()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Whether credentials for the other may be sent here. */
    boolean isSameOrigin(HttpAddress other) {
        return origin().equalsIgnoreCase(other.origin());
    }

    /** Whether the other is at the same host, at whatever port. */
    boolean isSameHost(HttpAddress other) {
        return host.equalsIgnoreCase(other.host);
    }

    private String origin() {
        return (tls ? "https://" : "http://") + peer();
    }

    /** Host and port, for messages. */
    public String peer() {
        return urlHost() + ':' + port;
    }

    /** The host as URLs write it. */
    String urlHost() {
        return urlHost(host);
    }

    static String urlHost(String host) {
        return host.contains(":") ? '[' + host + ']' : host;
    }

    /**
     * What to send as {@code Authorization} for the user info in {@code url}: basic authentication (RFC 7617) with user and
     * password decoded. Empty where there is no user info.
     *
     * @throws IllegalArgumentException where a % begins no percent-encoded byte; says nothing of its text
     */
    public static Optional<String> basicCredentials(String url) {
        Matcher whole = URL.matcher(url);
        int at = whole.matches() ? whole.group(2).lastIndexOf('@') : -1;
        if (at < 0) {
            return Optional.empty();
        }
        String user = whole.group(2).substring(0, at);
        String pair;
        try {
            pair = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a user and password that are percent-encoded, found others");
        }
        byte[] bytes = (user.contains(":") ? pair : pair + ':').getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    /** {@code url} for people; user info may hold a password. */
    public static String withoutUserInfo(String url) {
        return url.replaceFirst("://[^/?#]*@", "://");
    }

    /** {@code part} as a part of a path or query. */
    public static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return origin();
    }
}
