package dev.probation.agent.web.exchange;

import io.vertx.core.buffer.Buffer;

/** Checks a body while it comes in. */
public interface BodyCheck {

    /** The next piece of the body. */
    void add(Buffer piece);

    /** The body is whole; throws an {@link HttpProblem} where it may not come in. */
    void finish();
}
