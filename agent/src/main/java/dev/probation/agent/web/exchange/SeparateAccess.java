package dev.probation.agent.web.exchange;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Addresses that let in by secrets of their own, and by no other. */
public interface SeparateAccess {

    /** Whether a request is for one of them. */
    boolean isFor(RoutingContext context);

    /** Lets a request for one of them in, or throws an {@link HttpProblem}; before its body is read. */
    void admit(RoutingContext context);

    /** The type of body that the address of a request takes besides JSON. */
    Optional<String> furtherType(RoutingContext context);
}
