package dev.probation.agent.watch.commit;

import dev.probation.agent.time.Guard;
import java.util.List;

/** Hands what the store has taken to all listeners, in their order. Confined to the watch's event loop. */
public final class CommitStream {

    private record Guarded(CommitListener listener, Guard guard) {}

    private final List<Guarded> listeners;

    public CommitStream(List<CommitListener> listeners) {
        this.listeners = listeners.stream()
                .map(each -> new Guarded(
                        each, new Guard("commit-listener", each.getClass().getSimpleName())))
                .toList();
    }

    /** A mistake in one listener keeps neither the others from being told nor the watch from going on. */
    public void publish(Committed committed) {
        listeners.forEach(each -> each.guard().run(() -> each.listener().committed(committed)));
    }
}
