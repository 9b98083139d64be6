package dev.probation.agent.watch;

import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import java.util.List;
import java.util.function.Consumer;

/** Where messages go that the store does not take: the one thing that is told before it is on disk. */
public interface UnwrittenMessages {

    /** They wait for the store. */
    UnwrittenMessages KEPT = new UnwrittenMessages() {

        @Override
        public void deliver(List<Message> messages) {}

        @Override
        public Consumer<OutboxRepository> settling(List<Message> messages) {
            return outbox -> {};
        }
    };

    /** The store has not taken these for a while: whom they are for may be told at once. On the watch's event loop. */
    void deliver(List<Message> messages);

    /** What settles those of these messages that were delivered meanwhile; called on the store's thread when they are written. */
    Consumer<OutboxRepository> settling(List<Message> messages);
}
