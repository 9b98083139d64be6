package dev.probation.agent.web.webhook;

import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.exchange.BodyCheck;
import dev.probation.agent.web.exchange.Credential;
import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.agent.web.exchange.SeparateAccess;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ways in for what other systems tell: who is let in is decided by each one's own secret, and by no other. */
public final class InboundWebhooks implements SeparateAccess {

    public static final String CDEVENTS = "/api/v1/webhooks/cdevents";
    public static final String GITHUB = "/api/v1/webhooks/github";
    public static final String ALERTMANAGER = "/api/v1/webhooks/alertmanager";

    /** The type of a whole CloudEvent. */
    public static final String STRUCTURED = "application/cloudevents+json";

    private static final String ADMITTED = "probation.admitted";

    private final EventsConfig events;
    private final Time time;
    private final @Nullable Credential cdevents;
    private final @Nullable Credential alertmanager;

    /** @param time that signatures were made at */
    public InboundWebhooks(EventsConfig events, Time time) {
        this.events = events;
        this.time = time;
        this.cdevents = events.cdevents()
                .flatMap(EventsConfig.CdEvents::token)
                .map(Credential::new)
                .orElse(null);
        this.alertmanager = events.alertmanager()
                .map(EventsConfig.Alertmanager::token)
                .map(Credential::new)
                .orElse(null);
    }

    /** Whether this is the address of a way in, configured or not. */
    @Override
    public boolean isFor(RoutingContext context) {
        return isConfigured(context).isPresent();
    }

    /** Empty for the address of something else. */
    private Optional<Boolean> isConfigured(RoutingContext context) {
        return switch (path(context)) {
            case CDEVENTS -> Optional.of(events.cdevents().isPresent());
            case GITHUB -> Optional.of(events.github().isPresent());
            case ALERTMANAGER -> Optional.of(events.alertmanager().isPresent());
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> furtherType(RoutingContext context) {
        return path(context).equals(CDEVENTS) && events.cdevents().isPresent()
                ? Optional.of(STRUCTURED)
                : Optional.empty();
    }

    /** The router takes an address with a slash at its end for the same. */
    private static String path(RoutingContext context) {
        return context.normalizedPath().replaceFirst("/+$", "");
    }

    /**
     * Lets in, before the body is read, who gives the token, or what looks signed; the signature is of the body. One that is
     * not configured says so to everybody: that it is missing is known anyway from the secret that the others ask for.
     */
    @Override
    public @Nullable BodyCheck admit(RoutingContext context) {
        if (!isConfigured(context).orElse(false)) {
            throw unconfigured("events." + path(context).substring(path(context).lastIndexOf('/') + 1));
        }
        context.put(ADMITTED, true);
        return switch (path(context)) {
            case CDEVENTS -> admitCdEvents(context);
            case GITHUB -> admitGitHub(context);
            default -> admitAlertmanager(context);
        };
    }

    private @Nullable BodyCheck admitCdEvents(RoutingContext context) {
        Optional<Secret> secret = events.cdevents().flatMap(EventsConfig.CdEvents::secret);
        if (secret.isPresent() && isSigned(context)) {
            return Signatures.standard(secret.orElseThrow(), context.request().headers(), time.now());
        }
        if (cdevents == null) {
            requireHeader(context, Signatures.STANDARD, "events.cdevents.secret");
        }
        requireToken(context, cdevents != null && cdevents.isBearer(authorization(context)), "events.cdevents.token");
        return null;
    }

    private BodyCheck admitGitHub(RoutingContext context) {
        requireHeader(context, Signatures.GITHUB, "events.github.secret");
        return Signatures.gitHub(
                events.github().orElseThrow().secret(), context.request().headers());
    }

    private @Nullable BodyCheck admitAlertmanager(RoutingContext context) {
        requireToken(
                context,
                alertmanager != null && alertmanager.isBearerOrPassword(authorization(context)),
                "events.alertmanager.token");
        return null;
    }

    /** Whether a CloudEvent is to be judged by its signature, rather than its token. */
    boolean isSigned(RoutingContext context) {
        return context.request().getHeader(Signatures.STANDARD) != null
                && events.cdevents().flatMap(EventsConfig.CdEvents::secret).isPresent();
    }

    private static void requireHeader(RoutingContext context, String header, String key) {
        if (context.request().getHeader(header) == null) {
            throw unauthorized(
                    "expected the header " + header + " with a signature made with " + key + ", but found none");
        }
    }

    private static void requireToken(RoutingContext context, boolean given, String key) {
        if (!given) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"probation\"");
            throw unauthorized("expected the header Authorization with " + key);
        }
    }

    /** What was not let in here, whatever let it in, finds nothing. */
    static void requireAdmitted(RoutingContext context, String key) {
        if (context.get(ADMITTED) == null) {
            throw unconfigured(key);
        }
    }

    private static HttpProblem unconfigured(String key) {
        return HttpProblem.notFound("this endpoint is not configured; to use it, set " + key + " in the configuration");
    }

    private static String authorization(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .orElse("");
    }

    static HttpProblem unauthorized(String message) {
        return new HttpProblem(HttpProblem.Kind.UNAUTHORIZED, message);
    }
}
