package dev.probation.agent.web.api;

import dev.probation.agent.web.exchange.Replies;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says to whatever keeps the agent running whether it can work. */
public final class HealthRoutes {

    private static final Logger log = LoggerFactory.getLogger(HealthRoutes.class);
    private static final String PLAIN = "text/plain; charset=utf-8";

    private final Supplier<Future<Optional<String>>> healthProblem;
    private final Supplier<Future<Optional<String>>> readyProblem;

    /**
     * Routes that answer what these say.
     *
     * @param healthProblem why the agent itself cannot work, or empty; shown without a token
     * @param readyProblem what is still missing before it works, or empty; shown without a token
     */
    public HealthRoutes(
            Supplier<Future<Optional<String>>> healthProblem, Supplier<Future<Optional<String>>> readyProblem) {
        this.healthProblem = healthProblem;
        this.readyProblem = readyProblem;
    }

    public void healthy(RoutingContext context) {
        tell(context, healthProblem, "healthy");
    }

    public void ready(RoutingContext context) {
        tell(context, readyProblem, "ready");
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
}
