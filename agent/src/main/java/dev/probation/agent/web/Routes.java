package dev.probation.agent.web;

import dev.probation.agent.past.GivenBaseline;
import dev.probation.agent.web.api.AgentRoutes;
import dev.probation.agent.web.api.DeploymentRoutes;
import dev.probation.agent.web.api.RecordingRoute;
import dev.probation.agent.web.api.SilenceRoutes;
import dev.probation.agent.web.exchange.AccessFilter;
import dev.probation.agent.web.exchange.Deadlines;
import dev.probation.agent.web.exchange.FailureHandler;
import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.agent.web.exchange.WebSettings;
import dev.probation.agent.web.webhook.EventRoutes;
import dev.probation.agent.web.webhook.FlaggerRoutes;
import dev.probation.agent.web.webhook.InboundWebhooks;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
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

    private Routes(Router router) {
        this.router = router;
    }

    static Router of(
            Vertx vertx,
            WebSettings settings,
            Deadlines deadlines,
            AgentRoutes agent,
            DeploymentRoutes told,
            RecordingRoute recording,
            SilenceRoutes silences,
            FlaggerRoutes flagger,
            EventRoutes events) {
        Routes routes = new Routes(Router.router(vertx));
        routes.before(settings, deadlines, events.ways());
        routes.agent(agent);
        routes.deployments(told);
        routes.get(API + "/silences", silences::list);
        routes.post(API + "/silences", silences::add);
        routes.post(API + "/silences/:id/end", silences::end);
        routes.get(ONE + "/recording", recording::send);
        routes.post(FLAGGER + "/confirm-promotion", flagger::promotion);
        routes.post(FLAGGER + "/rollback", flagger::rollback);
        routes.post(InboundWebhooks.CDEVENTS, events::cdevents);
        routes.post(InboundWebhooks.GITHUB, events::github);
        routes.post(InboundWebhooks.ALERTMANAGER, events::alertmanager);
        routes.failures();
        return routes.router;
    }

    /** In this order: whoever may not come in is told so before a byte of the body is waited for. */
    private void before(WebSettings settings, Deadlines deadlines, InboundWebhooks webhooks) {
        AccessFilter access = new AccessFilter(settings.token(), settings.gateToken(), webhooks);
        WebSettings.Limits limits = settings.limits();
        router.route().handler(access::secure);
        router.route().handler(deadlines::headerWhole);
        router.route().handler(access::admit);
        router.route().handler(access::requireJson);
        limit(DEPLOYMENTS, limits.bodyBytes() + BASELINE_BYTES);
        limit(InboundWebhooks.CDEVENTS, EVENT_BYTES);
        limit(InboundWebhooks.GITHUB, EVENT_BYTES);
        limit(InboundWebhooks.ALERTMANAGER, ALERT_BYTES);
        router.route().handler(BodyHandler.create(false).setBodyLimit(limits.bodyBytes()));
        router.route().handler(deadlines::bodyWhole);
        router.route().handler(TimeoutHandler.create(limits.handling().toMillis(), 503));
    }

    private void limit(String path, long bytes) {
        router.route(HttpMethod.POST, path).handler(BodyHandler.create(false).setBodyLimit(bytes));
    }

    private void agent(AgentRoutes agent) {
        get("/", agent::landing);
        get("/metrics", agent::metrics);
        for (String path : AccessFilter.HEALTH) {
            get(path, agent::healthy);
        }
        for (String path : AccessFilter.READINESS) {
            get(path, agent::ready);
        }
        get(API + "/openapi.yaml", agent::specification);
        get(API + "/services", agent::services);
        get(API + "/dead-letters", agent::deadLetters);
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
            router.errorHandler(kind.status(), FailureHandler::answer);
        }
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
        FailureHandler.answer(context);
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
