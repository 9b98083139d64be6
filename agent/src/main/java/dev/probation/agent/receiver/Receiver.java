package dev.probation.agent.receiver;

import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

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

    /**
     * Called once, when the agent begins to deliver: for receivers that say again what they said before.
     *
     * @param delivered what was delivered to it since an instant, in the order of writing
     */
    default void begin(Function<Instant, Future<List<Message>>> delivered) {}

    /** Frees connections. */
    Future<Void> close();
}
