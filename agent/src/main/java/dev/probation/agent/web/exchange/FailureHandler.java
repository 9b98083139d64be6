package dev.probation.agent.web.exchange;

import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.json.InvalidInputException;
import dev.probation.agent.metrics.Refusal;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.time.LogPace;
import dev.probation.agent.time.Time;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what failed: {@code {"error": ..., "message": ...}}, with nothing of the agent's inside in it. What clients did wrong is
 * counted, and a client that was not let in loses its connection.
 */
public final class FailureHandler {

    private static final Logger log = LoggerFactory.getLogger(FailureHandler.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int CLIENTS_FAULT = 4;
    private static final String SOON = "1";

    /** Of these, the body is not worth its way. */
    private static final Set<HttpProblem.Kind> UNREAD =
            EnumSet.of(HttpProblem.Kind.OVERLOADED, HttpProblem.Kind.TOO_LARGE);

    /** A body of fewer than 100,000 bytes is taken whole, so that its client is sure to read the answer. */
    private static final int SHORT_BODY_DIGITS = 5;

    /** How long the client of a longer one has to read the answer. */
    private static final Duration TO_READ = Duration.ofSeconds(1);

    private final AddressLimit addresses;
    private final Refusals refusals;
    private final LogPace mistakes;

    public FailureHandler(AddressLimit addresses, Refusals refusals, Time time) {
        this.addresses = addresses;
        this.refusals = refusals;
        this.mistakes = new LogPace(time, PAUSE);
    }

    public void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten() || response.closed()) {
            return;
        }
        HttpProblem problem = slowed(context, problem(context));
        record(context, problem.kind());
        response.setStatusCode(problem.kind().status());
        if (problem.kind() == HttpProblem.Kind.OVERLOADED) {
            response.putHeader(HttpHeaders.RETRY_AFTER, SOON);
        }
        leaveBody(context, problem.kind());
        Replies.json(
                context,
                new JsonObject()
                        .put("error", problem.kind().word())
                        .put("message", Objects.requireNonNullElse(problem.getMessage(), "")));
    }

    /** Who is refused too often is no longer told why. */
    private HttpProblem slowed(RoutingContext context, HttpProblem problem) {
        if (problem.kind() != HttpProblem.Kind.UNAUTHORIZED || addresses.refuse(Requests.address(context))) {
            return problem;
        }
        return HttpProblem.of(HttpProblem.Kind.TOO_MANY_UNAUTHORIZED);
    }

    private void record(RoutingContext context, HttpProblem.Kind kind) {
        if (kind == HttpProblem.Kind.INTERNAL) {
            long times = mistakes.due();
            if (times > 0) {
                log.error(
                        "request failed method={} route={} times={}",
                        context.request().method(),
                        Optional.ofNullable(context.currentRoute()).map(route -> route.getPath()),
                        times,
                        context.failure());
            }
        }
        refusal(context, kind).ifPresent(reason -> refusals.add(reason, Requests.address(context)));
    }

    private static Optional<Refusal> refusal(RoutingContext context, HttpProblem.Kind kind) {
        return switch (kind) {
            case BAD_REQUEST -> RequestMemory.isAdmitted(context) ? Optional.empty() : Optional.of(Refusal.MALFORMED);
            case UNAUTHORIZED -> Optional.of(Refusal.UNAUTHORIZED);
            case TOO_MANY_UNAUTHORIZED -> Optional.of(Refusal.TOO_MANY_UNAUTHORIZED);
            case CROSS_SITE -> Optional.of(Refusal.CROSS_SITE);
            case TOO_LARGE -> Optional.of(Refusal.TOO_LARGE);
            case OVERLOADED -> Optional.of(Refusal.OUT_OF_MEMORY_BUDGET);
            case NOT_FOUND, METHOD_NOT_ALLOWED, CONFLICT, UNSUPPORTED_MEDIA_TYPE, INTERNAL, UNAVAILABLE ->
                Optional.empty();
        };
    }

    /** A client that was not let in loses its connection, so that each of its requests costs it a new one. */
    private static void leaveBody(RoutingContext context, HttpProblem.Kind kind) {
        HttpServerRequest request = context.request();
        boolean closes = !RequestMemory.isAdmitted(context) || UNREAD.contains(kind);
        if (closes) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (request.isEnded()) {
            if (closes) {
                int unused =
                        context.addEndHandler(answered -> request.connection().close());
            }
        } else {
            drain(request, closes);
            if (closes && !isShort(request)) {
                long unused = context.vertx()
                        .setTimer(
                                TO_READ.toMillis(),
                                passed -> request.connection().close());
            }
        }
    }

    /** Throws the rest of a body away: on a connection that is closed before, the answer is lost, too. */
    private static void drain(HttpServerRequest request, boolean closes) {
        HttpServerRequest unused = request.exceptionHandler(gone -> {})
                .handler(ignored -> {})
                .endHandler(whole -> {
                    if (closes) {
                        request.connection().close();
                    }
                })
                .resume();
    }

    private static boolean isShort(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null
                ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
                : length.length() <= SHORT_BODY_DIGITS;
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
        return HttpProblem.of(Arrays.stream(HttpProblem.Kind.values())
                .filter(each -> each.status() == context.statusCode())
                .findFirst()
                .orElse(
                        context.statusCode() / 100 == CLIENTS_FAULT
                                ? HttpProblem.Kind.BAD_REQUEST
                                : HttpProblem.Kind.INTERNAL));
    }
}
