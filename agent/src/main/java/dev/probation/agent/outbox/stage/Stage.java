package dev.probation.agent.outbox.stage;

import io.vertx.core.Future;

/** One step of a delivery. */
@FunctionalInterface
public interface Stage<T> {

    /** Answers what the next stage is given. Does not block. */
    Future<T> run(T work);
}
