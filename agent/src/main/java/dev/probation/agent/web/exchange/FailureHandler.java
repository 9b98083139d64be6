package dev.probation.agent.web.exchange;

import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.json.InvalidInputException;
import dev.probation.agent.store.StoreException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what failed: {@code {"error": ..., "message": ...}}, with nothing of the agent's inside in it. */
public final class FailureHandler {

    private static final Logger log = LoggerFactory.getLogger(FailureHandler.class);

    /** Where the number of bytes that are taken stands in a request's context. */
    private static final String LIMIT = FailureHandler.class.getName() + ".limit";

    private FailureHandler() {}

    public static void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        HttpProblem problem = problem(context);
        if (problem.kind() == HttpProblem.Kind.INTERNAL) {
            log.error(
                    "request failed method={} route={}",
                    context.request().method(),
                    Optional.ofNullable(context.currentRoute()).map(route -> route.getPath()),
                    context.failure());
        }
        response.setStatusCode(problem.kind().status());
        Replies.json(
                context,
                new JsonObject()
                        .put("error", problem.kind().word())
                        .put("message", Objects.requireNonNullElse(problem.getMessage(), "")));
    }

    private static HttpProblem.Kind kind(Deployments.RefusedException.Reason reason) {
        return switch (reason) {
            case INVALID -> HttpProblem.Kind.BAD_REQUEST;
            case UNKNOWN -> HttpProblem.Kind.NOT_FOUND;
            case STATE -> HttpProblem.Kind.CONFLICT;
        };
    }

    private static HttpProblem problem(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof HttpProblem problem) {
            return problem;
        }
        if (failure instanceof InvalidInputException invalid) {
            return HttpProblem.badRequest(
                    Objects.requireNonNullElse(invalid.getMessage(), HttpProblem.Kind.BAD_REQUEST.message()));
        }
        if (failure instanceof Deployments.RefusedException refused) {
            HttpProblem.Kind kind = kind(refused.reason());
            return new HttpProblem(kind, Objects.requireNonNullElse(refused.getMessage(), kind.message()));
        }
        if (failure instanceof StoreException) {
            return new HttpProblem(
                    HttpProblem.Kind.UNAVAILABLE,
                    Objects.requireNonNullElse(failure.getMessage(), HttpProblem.Kind.UNAVAILABLE.message()));
        }
        HttpProblem.Kind kind = Arrays.stream(HttpProblem.Kind.values())
                .filter(each -> each.status() == context.statusCode())
                .findFirst()
                .orElse(HttpProblem.Kind.INTERNAL);
        @Nullable Long limit = context.get(LIMIT);
        return new HttpProblem(
                kind,
                kind == HttpProblem.Kind.TOO_LARGE && limit != null
                        ? kind.message() + " at this address: expected at most " + limit / 1024 + " KiB"
                        : kind.message());
    }

    /** Remembers how many bytes of a body are taken, to be told where it has more. */
    public static void limited(RoutingContext context, long bytes) {
        context.put(LIMIT, bytes);
    }
}
