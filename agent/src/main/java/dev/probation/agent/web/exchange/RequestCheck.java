package dev.probation.agent.web.exchange;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses requests that can be understood in more than one way, or not at all, and those of other sites' pages. */
public final class RequestCheck {

    /** What a proxy may read in one way and the agent in another, where it is there twice. */
    private static final List<CharSequence> ONCE =
            List.of(HttpHeaders.HOST, HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE);

    private static final String FETCH_SITE = "Sec-Fetch-Site";

    /** From where a browser may send an order: the agent's own pages, and the person at the address bar. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private RequestCheck() {}

    public static void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        requireOnce(request);
        requireOwnHost(request);
        requireReadable(context);
        refuseOtherSites(request);
        context.next();
    }

    private static void requireOnce(HttpServerRequest request) {
        for (CharSequence name : ONCE) {
            if (request.headers().getAll(name).size() > 1) {
                throw HttpProblem.badRequest("expected the header " + name + " once, but found it more often");
            }
        }
    }

    /** A whole URL in the request's first line is that of another server, unless the header Host says the same. */
    private static void requireOwnHost(HttpServerRequest request) {
        String target = request.uri();
        if (!target.startsWith("/") && !authority(target).equalsIgnoreCase(request.getHeader(HttpHeaders.HOST))) {
            throw HttpProblem.badRequest(
                    "expected the path of an address, or a URL whose host is that of the header Host");
        }
    }

    /** Empty where it has none. */
    private static String authority(String url) {
        try {
            @Nullable String authority = new URI(url).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static void requireReadable(RoutingContext context) {
        try {
            String unusedPath = context.normalizedPath();
            if (context.request().query() != null) {
                int unusedParameters = context.queryParams().size();
            }
        } catch (RuntimeException undecodable) {
            throw HttpProblem.badRequest("expected an address whose percent-encoding can be decoded");
        }
    }

    private static void refuseOtherSites(HttpServerRequest request) {
        String site = request.getHeader(FETCH_SITE);
        if (site != null && !READING.contains(request.method()) && !OWN.contains(site)) {
            throw HttpProblem.of(HttpProblem.Kind.CROSS_SITE);
        }
    }
}
