package dev.probation.agent.web.api;

import dev.probation.agent.json.StrictFields;
import dev.probation.agent.metrics.MetricsPage;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository.DeadLetter;
import dev.probation.agent.web.WebSources;
import dev.probation.agent.web.exchange.AccessFilter;
import dev.probation.agent.web.exchange.Replies;
import dev.probation.agent.web.exchange.Requests;
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
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the agent says about itself. */
public final class AgentRoutes {

    private static final Logger log = LoggerFactory.getLogger(AgentRoutes.class);
    private static final String PLAIN = "text/plain; charset=utf-8";

    private static final int MOST_DEAD_LETTERS = 500;
    private static final int USUAL_DEAD_LETTERS = 50;

    private final WebSources sources;
    private final JsonObject services;
    private final String landingPage;
    private final String specification = resource("/openapi.yaml");

    public AgentRoutes(WebSources sources, String version) {
        this.sources = sources;
        this.services = ServiceJson.of(sources.services());
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
        sources.deadLetters()
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
                .put("occasion", message.body().getString("occasion"))
                .put("said", message.body().getString("reason"))
                .put("writtenAt", message.at())
                .put("givenUpAt", letter.at())
                .put("attempts", letter.attempts())
                .put("reason", letter.reason());
    }

    public void healthy(RoutingContext context) {
        tell(context, sources.healthProblem(), "healthy");
    }

    public void ready(RoutingContext context) {
        tell(context, sources.readyProblem(), "ready");
    }

    private static void tell(RoutingContext context, Supplier<Future<Optional<String>>> asked, String good) {
        asked.get()
                .otherwise(cause -> {
                    log.error("cannot tell whether the agent is {}", good, cause);
                    return Optional.of("not " + good + ": the log says why");
                })
                .onSuccess(problem -> {
                    context.response().setStatusCode(problem.isPresent() ? 503 : 200);
                    Replies.text(context, PLAIN, problem.orElse(good) + '\n');
                });
    }

    /** Thousands of checks take too long to write for an event loop. */
    public void metrics(RoutingContext context) {
        Requests.refuseParameters(context);
        String accept = header(context, HttpHeaders.ACCEPT);
        String encoding = header(context, HttpHeaders.ACCEPT_ENCODING);
        context.vertx()
                .executeBlocking(() -> sources.metrics().page(accept, encoding), false)
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
