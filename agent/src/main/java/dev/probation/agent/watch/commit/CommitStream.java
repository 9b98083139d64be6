package dev.probation.agent.watch.commit;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what the store has taken to all listeners, in their order. Confined to the watch's event loop. */
public final class CommitStream {

    private static final Logger log = LoggerFactory.getLogger(CommitStream.class);

    private final List<CommitListener> listeners;

    public CommitStream(List<CommitListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    public void publish(Committed committed) {
        listeners.forEach(listener -> tell(listener, committed));
    }

    /** A mistake in one listener keeps neither the others from being told nor the watch from going on. */
    private static void tell(CommitListener listener, Committed committed) {
        try {
            listener.committed(committed);
        } catch (RuntimeException | Error e) {
            log.error(
                    "listener failed deployment={} listener={}",
                    committed.deployment().id(),
                    listener.getClass().getName(),
                    e);
        }
    }
}
