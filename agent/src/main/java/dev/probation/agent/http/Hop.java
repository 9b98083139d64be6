package dev.probation.agent.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request of a call: its first, or one that a redirect asks for. */
record Hop(
        HttpMethod method,
        HttpAddress address,
        MultiMap headers,
        @Nullable Buffer body) {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> KEEP_METHOD = Set.of(307, 308);

    /** @param server the address that the host stands for */
    RequestOptions options(String server, Duration connect) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(address.port(), HttpAddress.urlHost(server)))
                .setMethod(method)
                .setHost(address.urlHost())
                .setPort(address.port())
                .setSsl(address.tls())
                .setURI(address.target())
                .setHeaders(headers)
                .setFollowRedirects(false)
                .setConnectTimeout(connect.toMillis());
    }

    /** The request that the answer asks for, or empty where it is no redirect that can be followed. */
    Optional<Hop> next(HttpClientResponse head) {
        String location = head.getHeader(HttpHeaders.LOCATION);
        return location == null || !REDIRECTS.contains(head.statusCode())
                ? Optional.empty()
                : address.redirected(location).map(to -> next(to, head.statusCode()));
    }

    /** Another host, port or scheme gets neither credentials nor any configured header. */
    private Hop next(HttpAddress to, int status) {
        boolean same = KEEP_METHOD.contains(status) || method.equals(HttpMethod.HEAD);
        MultiMap allowed = to.isSameOrigin(address) ? headers : HttpHeaders.headers();
        return new Hop(same ? method : HttpMethod.GET, to, allowed, same ? body : null);
    }
}
