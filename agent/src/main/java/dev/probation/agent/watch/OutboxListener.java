package dev.probation.agent.watch;

import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import java.util.List;
import java.util.function.Consumer;

/** Hears of messages when they are written, which {@link #run} says, and where the store does not take them. */
@FunctionalInterface
public interface OutboxListener extends Runnable {

    /** The store has not taken these for a while: whom they are for may be told at once. On the watch's event loop. */
    default void unwritten(List<Message> messages) {}

    /** What settles those of these messages that were delivered meanwhile; called on the store's thread when they are written. */
    default Consumer<OutboxRepository> settling(List<Message> messages) {
        return outgoing -> {};
    }

    /** These are on disk, so that they need no more haste. On the watch's event loop. */
    default void written(List<Message> messages) {
        run();
    }
}
