package dev.probation.agent.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * No answer.
 *
 * @param peer host and port of whom was called
 * @param deadline of the call
 * @param during what the call was about when it ended, such as {@code while connecting}
 * @param cause what was thrown; absent where the call itself ended it, as at its deadline
 */
public record HttpFailure(
        NetworkFailure failure,
        String peer,
        Duration deadline,
        String during,
        @Nullable Throwable cause) implements HttpResult {

    /** Whether the deadline ended it. */
    public boolean isDeadline() {
        return failure == NetworkFailure.TIMEOUT && cause == null;
    }
}
