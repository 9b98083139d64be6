package dev.probation.agent.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer of any status.
 *
 * @param body empty unless it was to be kept; the beginning, where that was to be enough
 * @param seconds from the start of the call until the body was whole
 */
public record HttpAnswer(int status, MultiMap headers, Buffer body, double seconds) implements HttpResult {

    /** When to come again, where the answer says so. */
    public Optional<Duration> retryAfter(Instant now) {
        return Optional.ofNullable(headers.get("Retry-After"))
                .flatMap(header -> RetryAfter.parse(header, headers.get("Date"), now));
    }
}
