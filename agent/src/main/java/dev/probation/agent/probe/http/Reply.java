package dev.probation.agent.probe.http;

import dev.probation.rules.sample.Outcome;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** What a call came to. */
public sealed interface Reply {

    /**
     * A whole answer of any status.
     *
     * @param body empty unless it was to be kept
     * @param seconds from the start of the call until the body was whole
     */
    record Answer(int status, MultiMap headers, Buffer body, double seconds) implements Reply {}

    /** No whole answer. */
    record Broken(Outcome.Failed failure) implements Reply {}
}
