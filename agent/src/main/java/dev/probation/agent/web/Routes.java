package dev.probation.agent.web;

import dev.probation.agent.past.GivenBaseline;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.api.AgentRoutes;
import dev.probation.agent.web.api.DeploymentRoutes;
import dev.probation.agent.web.api.HealthRoutes;
import dev.probation.agent.web.api.RecordingRoute;
import dev.probation.agent.web.api.SilenceRoutes;
import dev.probation.agent.web.connection.Connections;
import dev.probation.agent.web.connection.Deadlines;
import dev.probation.agent.web.exchange.AccessFilter;
import dev.probation.agent.web.exchange.AddressLimit;
import dev.probation.agent.web.exchange.BodyReader;
import dev.probation.agent.web.exchange.FailureHandler;
import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.agent.web.exchange.Refusals;
import dev.probation.agent.web.exchange.RequestCheck;
import dev.probation.agent.web.exchange.WebSettings;
import dev.probation.agent.web.webhook.EventRoutes;
import dev.probation.agent.web.webhook.FlaggerRoutes;
import dev.probation.agent.web.webhook.InboundEventHandler;
import dev.probation.agent.web.webhook.InboundWebhooks;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every address that the agent answers, and what stands before all of them. */
final class Routes {

    private static final String API = "/api/v1";
    private static final String DEPLOYMENTS = API + "/deployments";
    private static final String ONE = DEPLOYMENTS + "/:id";
    private static final String FLAGGER = AccessFilter.FLAGGER + ":service";

    /** A baseline's quotation marks and ends of lines take two bytes each in JSON. */
    private static final long BASELINE_BYTES = 2L * GivenBaseline.MOST_CHARACTERS;

    /** GitHub tells of the repository and its owner with each event. */
    private static final long EVENT_BYTES = 256L * 1024;

    /** A group of some thousand alerts. */
    private static final long ALERT_BYTES = 1024L * 1024;

    private final Router router;

    private final FailureHandler failures;

    private Routes(Router router, FailureHandler failures) {
        this.router = router;
        this.failures = failures;
    }

    /** Each route is handed what it uses of {@code sources}. */
    static Router of(
            Vertx vertx,
            Time time,
            WebSettings settings,
            Connections connections,
            Deadlines deadlines,
            Refusals refusals,
            WebSources sources) {
        AddressLimit addresses = new AddressLimit(time, settings.trustedProxies());
        InboundWebhooks webhooks = new InboundWebhooks(settings.events(), time);
        Routes routes = new Routes(Router.router(vertx), new FailureHandler(addresses, refusals, time));
        routes.admission(new AccessFilter(settings, webhooks, addresses, time), deadlines);
        routes.bodies(settings.limits(), connections, deadlines);
        routes.agent(new AgentRoutes(
                sources.services(), sources.windows(), sources.metrics(), sources.deadLetters(), settings.version()));
        routes.health(new HealthRoutes(sources.healthProblem(), sources.readyProblem()));
        routes.deployments(new DeploymentRoutes(sources.deployments(), sources.reports(), time));
        routes.recordings(new RecordingRoute(sources.recordings(), deadlines));
        routes.silences(new SilenceRoutes(sources.silences(), time));
        routes.flagger(new FlaggerRoutes(sources.deployments()));
        routes.events(new EventRoutes(
                settings.events(),
                webhooks,
                sources.events(),
                new InboundEventHandler(sources.deployments(), sources.services(), time),
                time));
        routes.failures();
        return routes.router;
    }

    /** In this order: whoever may not come in is told so before a byte of the body is waited for. */
    private void admission(AccessFilter access, Deadlines deadlines) {
        router.route().handler(access::secure);
        router.route().handler(deadlines::headerWhole);
        router.route().handler(RequestCheck::check);
        router.route().handler(access::admit);
        router.route().handler(access::requireJson);
    }

    private void bodies(WebSettings.Limits limits, Connections connections, Deadlines deadlines) {
        limit(router.route(HttpMethod.POST, DEPLOYMENTS), limits.bodyBytes() + BASELINE_BYTES);
        limit(router.route(HttpMethod.POST, InboundWebhooks.CDEVENTS), EVENT_BYTES);
        limit(router.route(HttpMethod.POST, InboundWebhooks.GITHUB), EVENT_BYTES);
        limit(router.route(HttpMethod.POST, InboundWebhooks.ALERTMANAGER), ALERT_BYTES);
        limit(router.route(), limits.bodyBytes());
        router.route().handler(connections::requestWhole);
        router.route().handler(deadlines::bodyWhole);
        router.route().handler(TimeoutHandler.create(limits.handling().toMillis(), 503));
    }

    private static void limit(Route route, long bytes) {
        Route unusedSinceItIsTheSame = route.handler(new BodyReader(bytes)::read);
    }

    private void agent(AgentRoutes agent) {
        get("/", agent::landing);
        get("/metrics", agent::metrics);
        get(API + "/openapi.yaml", agent::specification);
        get(API + "/services", agent::services);
        get(API + "/dead-letters", agent::deadLetters);
    }

    private void health(HealthRoutes health) {
        AccessFilter.HEALTH.forEach(path -> get(path, health::healthy));
        AccessFilter.READINESS.forEach(path -> get(path, health::ready));
    }

    private void recordings(RecordingRoute recordings) {
        get(ONE + "/recording", recordings::send);
    }

    private void silences(SilenceRoutes silences) {
        get(API + "/silences", silences::list);
        post(API + "/silences", silences::add);
        post(API + "/silences/:id/end", silences::end);
    }

    private void flagger(FlaggerRoutes flagger) {
        post(FLAGGER + "/confirm-promotion", flagger::promotion);
        post(FLAGGER + "/rollback", flagger::rollback);
    }

    private void events(EventRoutes events) {
        post(InboundWebhooks.CDEVENTS, events::cdevents);
        post(InboundWebhooks.GITHUB, events::github);
        post(InboundWebhooks.ALERTMANAGER, events::alertmanager);
    }

    private void deployments(DeploymentRoutes deployments) {
        post(DEPLOYMENTS, deployments::announce);
        get(DEPLOYMENTS, deployments::list);
        get(ONE, deployments::show);
        get(ONE + "/verdict", deployments::verdict);
        get(ONE + "/report", deployments::report);
        post(ONE + "/cancel", deployments::cancel);
        post(ONE + "/rollback", deployments::rollback);
        post(ONE + "/rollback/confirm", deployments::confirm);
        post(ONE + "/rollback/approve", deployments::approve);
        post(ONE + "/sign-offs/:name", deployments::sign);
    }

    private void failures() {
        for (HttpProblem.Kind kind : HttpProblem.Kind.values()) {
            router.errorHandler(kind.status(), failures::answer);
        }
        router.uncaughtErrorHandler(failures::answer);
        router.errorHandler(HttpProblem.Kind.METHOD_NOT_ALLOWED.status(), this::allow);
    }

    private void get(String path, Handler<RoutingContext> handler) {
        router.route(HttpMethod.GET, path).method(HttpMethod.HEAD).handler(handler);
    }

    private void post(String path, Handler<RoutingContext> handler) {
        router.route(HttpMethod.POST, path).handler(handler);
    }

    private void allow(RoutingContext context) {
        TreeSet<String> methods = router.getRoutes().stream()
                .filter(route -> isAt(route, context.normalizedPath()))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .collect(Collectors.toCollection(TreeSet::new));
        context.response().putHeader("Allow", String.join(", ", methods));
        failures.answer(context);
    }

    private static boolean isAt(Route route, String path) {
        String template = route.getPath();
        if (template == null || route.methods() == null) {
            return false;
        }
        String pattern = Arrays.stream(template.split("/", -1))
                .map(part -> part.startsWith(":") ? "[^/]+" : Pattern.quote(part))
                .collect(Collectors.joining("/"));
        return path.matches(pattern);
    }
}
