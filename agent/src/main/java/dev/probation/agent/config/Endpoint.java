package dev.probation.agent.config;

import dev.probation.agent.http.HttpAddress;
import java.net.URI;
import java.util.List;

/**
 * Where a server is reached.
 *
 * @param host a name or an address
 * @param tls whether over TLS, and trusted by the JDK's authorities
 */
public record Endpoint(String host, boolean tls) {

    /** That of a URL; none where it is no URL, so that nothing is sent to it. */
    public static List<Endpoint> of(Secret url) {
        return of(url.reveal());
    }

    /** As {@link #of(Secret)}. */
    public static List<Endpoint> of(URI url) {
        return of(url.toString());
    }

    private static List<Endpoint> of(String url) {
        try {
            HttpAddress address = HttpAddress.of(url);
            return List.of(new Endpoint(address.host(), address.tls()));
        } catch (IllegalArgumentException noUrl) {
            return List.of();
        }
    }
}
