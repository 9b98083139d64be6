package dev.probation.agent.web.exchange;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Addresses that let in by secrets of their own, and by no other. */
public interface SeparateAccess {

    /** Whether a request is for one of them. */
    boolean isFor(RoutingContext context);

    /**
     * Lets a request for one of them in, or throws an {@link HttpProblem}; before its body is read.
     *
     * @return what checks its body, without which it is not let in yet; null where it is let in by a token
     */
    @Nullable
    BodyCheck admit(RoutingContext context);

    /** The type of body that the address of a request takes besides JSON. */
    Optional<String> furtherType(RoutingContext context);
}
