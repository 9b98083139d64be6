package dev.probation.agent.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request that can be sent any number of times. */
public record HttpCall(
        HttpMethod method,
        HttpAddress address,
        MultiMap headers,
        @Nullable Buffer body,
        Limits limits,
        Set<Trait> traits) {

    /**
     * How long a call may take and how much it may bring.
     *
     * @param connect to have a connection, in TLS where the address says so
     * @param deadline over everything: name, connection, TLS, redirects, and the last byte of the body
     * @param grace after the deadline, to read what came meanwhile: a process that was stopped for a while runs its timers
     *     before it reads
     * @param body the most bytes of a body
     */
    public record Limits(Duration connect, Duration deadline, Duration grace, int body) {}

    /** What is not usual about a call. */
    public enum Trait {
        /** The body is wanted; without this it is read and dropped. */
        KEEP_BODY,
        /** The beginning of a body that is longer than its limit is an answer, not a failure. */
        CUT_BODY,
        /** Redirects to the same host are followed, at any of its ports. */
        FOLLOW_REDIRECTS,
        /** Redirects to other hosts are followed, too. */
        FOLLOW_ANYWHERE,
        FRESH_CONNECTION,
        /** The answer may come compressed. */
        COMPRESSED
    }

    public HttpCall {
        traits = Set.copyOf(traits);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** The same with a body. */
    public HttpCall with(Buffer content, String type) {
        MultiMap all = HttpHeaders.headers().addAll(headers).set(HttpHeaders.CONTENT_TYPE, type);
        return new HttpCall(method, address, all, content, limits, traits);
    }

    /** The same with less time, for a second attempt within one deadline. */
    public HttpCall within(Duration left) {
        Limits less = new Limits(limits.connect(), left, limits.grace(), limits.body());
        return new HttpCall(method, address, headers, body, less, traits);
    }

    /** Says nothing of headers, body and path, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + address;
    }
}
