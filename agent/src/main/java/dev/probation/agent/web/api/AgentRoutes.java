package dev.probation.agent.web.api;

import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.json.StrictFields;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.metrics.MetricsPage;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository.DeadLetter;
import dev.probation.agent.web.exchange.AccessFilter;
import dev.probation.agent.web.exchange.Replies;
import dev.probation.agent.web.exchange.Requests;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** What the agent says about itself, but for its health. */
public final class AgentRoutes {

    private static final int MOST_DEAD_LETTERS = 500;
    private static final int USUAL_DEAD_LETTERS = 50;

    private final Metrics metrics;
    private final IntFunction<Future<List<DeadLetter>>> deadLetters;
    private final JsonObject services;
    private final String landingPage;
    private final String specification = resource("/openapi.yaml");

    /** @param deadLetters the newest messages that were given up, at most so many */
    public AgentRoutes(
            List<ServiceConfig> services,
            List<WindowSpec> windows,
            Metrics metrics,
            IntFunction<Future<List<DeadLetter>>> deadLetters,
            String version) {
        this.services = ServiceJson.of(services, windows);
        this.metrics = metrics;
        this.deadLetters = deadLetters;
        this.landingPage = LandingPage.html(version);
    }

    public void landing(RoutingContext context) {
        Requests.refuseParameters(context);
        context.response().putHeader("Content-Security-Policy", LandingPage.policy(AccessFilter.POLICY));
        Replies.text(context, "text/html; charset=utf-8", landingPage);
    }

    public void specification(RoutingContext context) {
        Requests.refuseParameters(context);
        Replies.text(context, "application/yaml; charset=utf-8", specification);
    }

    public void services(RoutingContext context) {
        Requests.refuseParameters(context);
        Replies.json(context, services);
    }

    public void deadLetters(RoutingContext context) {
        StrictFields asked = Requests.query(context, "limit");
        deadLetters
                .apply(asked.writtenNumber("limit", MOST_DEAD_LETTERS).orElse(USUAL_DEAD_LETTERS))
                .map(letters -> letters.stream().map(AgentRoutes::deadLetter).toList())
                .onSuccess(
                        letters -> Replies.json(context, new JsonObject().put("deadLetters", new JsonArray(letters))))
                .onFailure(context::fail);
    }

    private static JsonObject deadLetter(DeadLetter letter) {
        Message message = letter.message();
        return new JsonObject()
                .put("message", message.id())
                .put("receiver", message.receiver())
                .put("deployment", message.deployment())
                .put("occasion", message.notice().occasion().label())
                .put("said", message.notice().headline())
                .put("writtenAt", message.at())
                .put("givenUpAt", letter.at())
                .put("attempts", letter.attempts())
                .put("reason", letter.reason());
    }

    /** Thousands of checks take too long to write for an event loop. */
    public void metrics(RoutingContext context) {
        Requests.refuseParameters(context);
        String accept = header(context, HttpHeaders.ACCEPT);
        String encoding = header(context, HttpHeaders.ACCEPT_ENCODING);
        context.vertx()
                .executeBlocking(() -> metrics.page(accept, encoding), false)
                .onSuccess(page -> send(context, page))
                .onFailure(context::fail);
    }

    private static void send(RoutingContext context, MetricsPage page) {
        context.response().putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
        if (page.gzip()) {
            context.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        Replies.send(context, page.contentType(), Buffer.buffer(page.bytes()));
    }

    private static String header(RoutingContext context, CharSequence name) {
        return Optional.ofNullable(context.request().getHeader(name)).orElse("");
    }

    private static String resource(String name) {
        try (InputStream in = AgentRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: it has no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }
}
