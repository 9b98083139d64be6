package dev.probation.agent.probe.http;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a redirect leads. Another host, port or scheme gets neither credentials nor any configured header. */
final class Redirect {

    private static final Set<Integer> CODES = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> KEEP_METHOD = Set.of(307, 308);

    private Redirect() {}

    /** The next request, or empty where the answer is no redirect that can be followed. */
    static Optional<RequestOptions> of(HttpClientResponse response, RequestOptions sent) {
        String location = response.getHeader(HttpHeaders.LOCATION);
        if (location == null || !CODES.contains(response.statusCode())) {
            return Optional.empty();
        }
        return target(origin(sent).concat(sent.getURI()), location).map(to -> next(to, response.statusCode(), sent));
    }

    private static Optional<URI> target(String from, String location) {
        try {
            URI to = URI.create(from).resolve(location);
            boolean http = to.getScheme() != null
                    && to.getScheme().toLowerCase(Locale.ROOT).matches("https?");
            return http && to.getHost() != null ? Optional.of(to) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static RequestOptions next(URI to, int status, RequestOptions sent) {
        boolean tls = "https".equalsIgnoreCase(to.getScheme());
        RequestOptions next = new RequestOptions()
                .setMethod(method(status, sent.getMethod()))
                .setHost(to.getHost().replaceAll("^\\[|]$", ""))
                .setPort(to.getPort() != -1 ? to.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(pathAndQuery(to))
                .setConnectTimeout(sent.getConnectTimeout());
        if (origin(next).equalsIgnoreCase(origin(sent))) {
            next.setHeaders(sent.getHeaders());
        }
        return next;
    }

    private static HttpMethod method(int status, HttpMethod method) {
        return KEEP_METHOD.contains(status) || method.equals(HttpMethod.HEAD) ? method : HttpMethod.GET;
    }

    private static String pathAndQuery(URI to) {
        String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
        return to.getRawQuery() == null ? path : path + '?' + to.getRawQuery();
    }

    private static String origin(RequestOptions request) {
        String host = request.getHost().contains(":") ? '[' + request.getHost() + ']' : request.getHost();
        return (request.isSsl() ? "https://" : "http://") + host + ':' + request.getPort();
    }
}
