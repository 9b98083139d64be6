package dev.probation.agent.config.address;

import dev.probation.agent.http.HttpAddress;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is, read from a URL. A URL with a password in it is refused, since URLs end up in logs and lists of
 * processes; no message shows one.
 *
 * @param user decoded
 * @param port the scheme's own where none is written
 * @param path decoded, without its first slash
 * @param options the query's parameters
 */
public record Address(
        String scheme, Optional<String> user, String host, int port, String path, Map<String, String> options) {

    private static final String ENCODE = "; percent-encode spaces and what is not ASCII, and write a % itself as %25";

    // no java.net.URI: it knows no host in redis://my_cache, a name that compose gives
    private static final Pattern URL = Pattern.compile("([a-z]+)://(?:([^/?#@]*)@)?"
            + "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?(?:/([^?#]*))?(?:\\?([^#]*))?");

    public Address {
        options = Map.copyOf(options);
    }

    /** URLs of the given schemes, such as {@code redis://host:port/db}. */
    public static Type<Address> type(String example, int defaultPort, List<String> schemes) {
        return Types.titled(
                "URL",
                new AddressType<>(
                        "a URL such as " + example,
                        "(" + String.join("|", schemes) + ")://.+",
                        text -> parse(text, defaultPort).filter(address -> schemes.contains(address.scheme()))));
    }

    /** The base URL of a web server, with neither user nor query. */
    public static Type<URI> web(String example) {
        return Types.titled(
                "URL", new AddressType<>("an http or https URL such as " + example, "https?://.+", Address::base));
    }

    private static Optional<URI> base(String text) {
        Optional<Address> address = parse(text.replaceFirst("#.*", ""), 0)
                .filter(found -> List.of("http", "https").contains(found.scheme()));
        if (address.flatMap(Address::user).isPresent()) {
            throw new IllegalArgumentException(
                    ", with a user before the host; leave it out, and give credentials in their own keys");
        }
        if (address.isPresent() && (text.contains("?") || text.contains("#"))) {
            throw new IllegalArgumentException(", with a ? or # after the path; end the address before it");
        }
        return address.map(found -> uri(text));
    }

    private static URI uri(String text) {
        URI uri;
        int port;
        try {
            uri = URI.create(text);
            port = HttpAddress.of(text).port();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ENCODE, e);
        }
        if (port == 0) {
            throw new IllegalArgumentException(", " + AddressText.NO_PORT);
        }
        return uri;
    }

    /**
     * The address, or empty where {@code text} is none.
     *
     * @throws IllegalArgumentException where a % begins no percent-encoded character; shows nothing of the text
     */
    public static Optional<Address> parse(String text, int defaultPort) {
        Matcher matcher = URL.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Optional.ofNullable(matcher.group(4)).map(Integer::parseInt).orElse(defaultPort);
        if (port > 65_535) {
            return Optional.empty();
        }
        return Optional.of(new Address(
                matcher.group(1).toLowerCase(Locale.ROOT),
                Optional.ofNullable(matcher.group(2))
                        .filter(user -> !user.isEmpty())
                        .map(Address::decoded),
                matcher.group(3).replaceAll("[\\[\\]]", ""),
                port,
                decoded(Optional.ofNullable(matcher.group(5)).orElse("")),
                options(Optional.ofNullable(matcher.group(6)).orElse(""))));
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ENCODE, e);
        }
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : query.split("&", -1)) {
            int equals = option.indexOf('=');
            if (!option.isEmpty()) {
                options.put(
                        equals < 0 ? option : option.substring(0, equals),
                        equals < 0 ? "" : option.substring(equals + 1));
            }
        }
        return options;
    }
}
