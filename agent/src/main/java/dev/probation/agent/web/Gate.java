package dev.probation.agent.web;

import dev.probation.agent.config.Loopback;
import dev.probation.agent.config.Secret;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may come in, and what is said to every browser. */
final class Gate {

    /** With those of readiness, the addresses that answer without a token, since what asks them has none. */
    static final Set<String> HEALTH = Set.of("/-/healthy", "/healthz", "/livez");

    static final Set<String> READINESS = Set.of("/-/ready", "/readyz");

    /** Whose addresses take a token as a password too: Flagger sends no header but what a URL's user and password make. */
    static final String FLAGGER = "/api/v1/webhooks/flagger/";

    private static final String SCHEME = "bearer ";
    private static final String PASSWORD_SCHEME = "basic ";

    /** What a browser may do with an answer: nothing. */
    static final String POLICY =
            "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Optional<byte[]> token;
    private final Optional<byte[]> gateToken;

    /** Takes the token for everything, and one for Flagger's gates alone. */
    Gate(Optional<Secret> token, Optional<Secret> gateToken) {
        this.token = token.map(secret -> digest(secret.reveal()));
        this.gateToken = gateToken.map(secret -> digest(secret.reveal()));
    }

    /** Nothing here is to be framed, sniffed, run or kept. */
    void secure(RoutingContext context) {
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
    void admit(RoutingContext context) {
        if (token.isEmpty()) {
            requireLoopbackName(context.request().authority());
        } else if (!isOpen(context.normalizedPath())) {
            requireToken(context);
        }
        context.next();
    }

    private static boolean isOpen(String path) {
        return HEALTH.contains(path) || READINESS.contains(path);
    }

    private static void requireLoopbackName(@Nullable HostAndPort authority) {
        String host = authority == null ? "" : authority.host();
        if (!Loopback.isLoopback(host)) {
            throw Problem.badRequest("expected the header Host to name this machine (localhost, 127.0.0.1, [::1]), "
                    + "but found \"" + host + "\"; configure a token to be reached by other names");
        }
    }

    private void requireToken(RoutingContext context) {
        String header = Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .orElse("");
        boolean flagger = context.normalizedPath().startsWith(FLAGGER);
        byte[] given = digest(after(SCHEME, header)
                .or(() -> flagger ? password(header) : Optional.empty())
                .orElse(""));
        boolean forThis = flagger
                && gateToken
                        .filter(known -> MessageDigest.isEqual(given, known))
                        .isPresent();
        if (!forThis && !MessageDigest.isEqual(given, token.orElseThrow())) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"probation\"");
            throw new Problem(Problem.Kind.UNAUTHORIZED, Problem.Kind.UNAUTHORIZED.message());
        }
    }

    private static Optional<String> after(String scheme, String header) {
        return header.toLowerCase(Locale.ROOT).startsWith(scheme)
                ? Optional.of(header.substring(scheme.length()).strip())
                : Optional.empty();
    }

    /** The password of user and password in base64, whoever the user is. */
    private static Optional<String> password(String header) {
        return after(PASSWORD_SCHEME, header).flatMap(Gate::decoded).map(both -> both.substring(both.indexOf(':') + 1));
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A form of a foreign page cannot send this type, and no such page is allowed to ask for more. */
    void requireJson(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.method().equals(HttpMethod.POST)) {
            requireJson(header(request, HttpHeaders.CONTENT_TYPE), header(request, HttpHeaders.CONTENT_ENCODING));
        }
        context.next();
    }

    private static void requireJson(String type, String encoding) {
        String essence = type.split(";", 2)[0].strip();
        if (!essence.equalsIgnoreCase("application/json")) {
            throw unsupported("expected a body of type application/json, but found \"" + type + '"');
        }
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw unsupported("expected a body without Content-Encoding, but found \"" + encoding + '"');
        }
    }

    private static Problem unsupported(String message) {
        return new Problem(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, message);
    }

    private static String header(HttpServerRequest request, CharSequence name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }

    /** Digests of equal length, so that comparing them says nothing about the token's. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
