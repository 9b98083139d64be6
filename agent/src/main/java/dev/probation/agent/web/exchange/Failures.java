package dev.probation.agent.web.exchange;

import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.store.StoreException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what failed: {@code {"error": ..., "message": ...}}, with nothing of the agent's inside in it. */
public final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    public static void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        Problem problem = problem(context);
        if (problem.kind() == Problem.Kind.INTERNAL) {
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

    private static Problem problem(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof Deployments.RefusedException refused) {
            Problem.Kind kind = refused.isUnknown() ? Problem.Kind.NOT_FOUND : Problem.Kind.CONFLICT;
            return new Problem(kind, Objects.requireNonNullElse(refused.getMessage(), kind.message()));
        }
        if (failure instanceof StoreException) {
            return new Problem(
                    Problem.Kind.UNAVAILABLE,
                    Objects.requireNonNullElse(failure.getMessage(), Problem.Kind.UNAVAILABLE.message()));
        }
        Problem.Kind kind = Arrays.stream(Problem.Kind.values())
                .filter(each -> each.status() == context.statusCode())
                .findFirst()
                .orElse(Problem.Kind.INTERNAL);
        return new Problem(kind, kind.message());
    }
}
