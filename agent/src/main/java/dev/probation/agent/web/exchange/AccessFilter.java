package dev.probation.agent.web.exchange;

import dev.probation.agent.config.Secret;
import dev.probation.agent.config.address.Loopback;
import dev.probation.agent.time.Time;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may come in, and what is said to every browser. */
public final class AccessFilter {

    /** With those of readiness, the addresses that answer without a token, since what asks them has none. */
    public static final Set<String> HEALTH = Set.of("/-/healthy", "/healthz", "/livez");

    public static final Set<String> READINESS = Set.of("/-/ready", "/readyz");

    /** Whose addresses take a token as a password too: Flagger sends no header but what a URL's user and password make. */
    public static final String FLAGGER = "/api/v1/webhooks/flagger/";

    private static final String JSON = "application/json";

    private static final Pattern SILENCE_END = Pattern.compile("/api/v1/silences/[^/]+/end");

    /** What a browser may do with an answer: nothing. */
    public static final String POLICY =
            "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final @Nullable Credential token;
    private final @Nullable Credential gateToken;
    private final SeparateAccess separate;
    private final AddressLimit addresses;
    private final MemoryBudget strangers;
    private final MemoryBudget admitted;
    private final Time time;

    /** Opens to the tokens of the settings, and where they have none, to this machine. */
    public AccessFilter(WebSettings settings, SeparateAccess separate, AddressLimit addresses, Time time) {
        Secret token = settings.token().orElse(null);
        Secret gateToken = settings.gateToken().orElse(null);
        this.token = token == null ? null : new Credential(token);
        this.gateToken = gateToken == null ? null : new Credential(gateToken);
        this.separate = separate;
        this.addresses = addresses;
        this.strangers = new MemoryBudget(time, settings.capacity().strangerBytes());
        this.admitted = new MemoryBudget(time, settings.capacity().admittedBytes());
        this.time = time;
    }

    /** Nothing here is to be framed, sniffed, run or kept. */
    public void secure(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        context.next();
    }

    /** With a token: who has it. Without: only who calls this machine by a name that no foreign page can take. */
    public void admit(RoutingContext context) {
        RequestMemory memory = RequestMemory.account(context, time, strangers);
        if (separate.isFor(context)) {
            admitSeparately(context, memory);
        } else if (token == null) {
            requireLoopbackName(context.request().authority());
            if (!isOpen(context.normalizedPath())) {
                memory.admit(admitted);
            }
        } else if (!isOpen(context.normalizedPath())) {
            String address = Requests.address(context);
            addresses.requireOpen(address);
            requireToken(context, token);
            letIn(address, memory);
        }
        context.next();
    }

    /** Whose signature is right is let in only when the body is whole. */
    private void admitSeparately(RoutingContext context, RequestMemory memory) {
        String address = Requests.address(context);
        addresses.requireOpen(address);
        @Nullable BodyCheck signature = separate.admit(context);
        if (signature == null) {
            letIn(address, memory);
        } else {
            BodyReader.check(context, signature, () -> {
                memory.verified();
                addresses.letIn(address);
            });
        }
    }

    private void letIn(String address, RequestMemory memory) {
        memory.admit(admitted);
        addresses.letIn(address);
    }

    private static boolean isOpen(String path) {
        return HEALTH.contains(path) || READINESS.contains(path);
    }

    private static void requireLoopbackName(@Nullable HostAndPort authority) {
        String host = authority == null ? "" : authority.host();
        if (!Loopback.isLoopback(host)) {
            throw HttpProblem.badRequest("expected the header Host to name this machine (localhost, 127.0.0.1, [::1]), "
                    + "but found \"" + host + "\"; to allow other names, configure a token");
        }
    }

    private void requireToken(RoutingContext context, Credential all) {
        String header = header(context.request(), HttpHeaders.AUTHORIZATION);
        boolean flagger = context.normalizedPath().startsWith(FLAGGER);
        boolean forThis = flagger && gateToken != null && gateToken.isBearerOrPassword(header);
        boolean forAll = flagger ? all.isBearerOrPassword(header) : all.isBearer(header);
        if (!forThis && !forAll) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"probation\"");
            throw flagger
                    ? new HttpProblem(
                            HttpProblem.Kind.UNAUTHORIZED,
                            "expected agent.gate-token as the password in this address (http://flagger:TOKEN@...)")
                    : new HttpProblem(HttpProblem.Kind.UNAUTHORIZED, HttpProblem.Kind.UNAUTHORIZED.message());
        }
    }

    /** A form of a foreign page cannot send this type, and no such page is allowed to ask for more. */
    public void requireJson(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.method().equals(HttpMethod.POST)) {
            if (!needsNoBody(context)) {
                requireJson(
                        header(request, HttpHeaders.CONTENT_TYPE),
                        separate.furtherType(context).orElse(null));
            }
            requirePlain(header(request, HttpHeaders.CONTENT_ENCODING));
        }
        context.next();
    }

    /** What a browser sends for a page, it sends with the page's origin. */
    private static boolean needsNoBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        return SILENCE_END.matcher(context.normalizedPath()).matches()
                && request.getHeader(HttpHeaders.CONTENT_TYPE) == null
                && request.getHeader(HttpHeaders.ORIGIN) == null;
    }

    private static void requireJson(String type, @Nullable String further) {
        String essence = type.split(";", 2)[0].strip();
        if (!essence.equalsIgnoreCase(JSON) && !essence.equalsIgnoreCase(further)) {
            String expected = JSON + (further == null ? "" : " or " + further);
            throw unsupported("expected a body of type " + expected + ", but found "
                    + (type.isEmpty() ? "no Content-Type" : '"' + type + '"'));
        }
    }

    private static void requirePlain(String encoding) {
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw unsupported("expected a body without Content-Encoding, but found \"" + encoding + '"');
        }
    }

    private static HttpProblem unsupported(String message) {
        return new HttpProblem(HttpProblem.Kind.UNSUPPORTED_MEDIA_TYPE, message);
    }

    private static String header(HttpServerRequest request, CharSequence name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }
}
