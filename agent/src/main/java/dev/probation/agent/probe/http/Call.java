package dev.probation.agent.probe.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One request that can be sent any number of times, made by {@link HttpCalls#request}.
 *
 * @param timeout over everything: name, connection, TLS, redirects, and the last byte of the body
 */
public record Call(RequestOptions request, Optional<Buffer> body, Duration timeout, Set<Trait> traits) {

    /** What is not usual about a call. */
    public enum Trait {
        /** The body is wanted; without this it is read and dropped. */
        KEEP_BODY,
        FOLLOW_REDIRECTS,
        FRESH_CONNECTION
    }

    public Call {
        traits = Set.copyOf(traits);
    }

    /** The same with less time, for a second attempt within one deadline. */
    public Call within(Duration left) {
        return new Call(request, body, left, traits);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }
}
