package dev.probation.agent.signal;

import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import java.time.Duration;

/** Someone who is told. */
public interface Receiver {

    /** How long an answer is waited for. */
    Duration PATIENCE = Duration.ofSeconds(10);

    /** Sends once. Completes within the deadline; what goes wrong is a {@link Delivery}. Called on an event loop. */
    Future<Delivery> send(Message message);

    /** After which an attempt is given up. */
    default Duration deadline() {
        return PATIENCE;
    }

    /** Whether a message is attempted at most once, since a second time may do harm. */
    default boolean isOnce() {
        return false;
    }

    /** Frees connections. */
    Future<Void> close();
}
