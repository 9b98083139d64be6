package dev.probation.agent.watch;

import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.Message;
import java.util.List;

/** Where messages go that the store does not take: the one thing that is told before it is on disk. */
public interface UnwrittenMessages {

    /** They wait for the store. */
    UnwrittenMessages KEPT = new UnwrittenMessages() {

        @Override
        public void deliver(List<Message> messages) {}

        @Override
        public List<DirectlyTold> told(List<Message> messages) {
            return List.of();
        }
    };

    /** The store has not taken these for a while: whom they are for may be told at once. On the watch's event loop. */
    void deliver(List<Message> messages);

    /** Which of these messages were delivered meanwhile, to be written with them. On the watch's event loop. */
    List<DirectlyTold> told(List<Message> messages);
}
