package dev.probation.agent.watch.commit;

import dev.probation.agent.time.Guard;
import java.util.List;

/** Hands what the store has taken to all listeners, in their order. Confined to the watch's event loop. */
public final class CommitStream {

    private record Guarded(CommitListener listener, Guard guard) {}

    private final List<Guarded> listeners;

    public CommitStream(List<CommitListener> listeners) {
        this(listeners, "");
    }

    private CommitStream(List<CommitListener> listeners, String deployment) {
        this.listeners = listeners.stream()
                .map(each -> new Guarded(
                        each, new Guard("commit-listener", each.getClass().getSimpleName() + ' ' + deployment)))
                .toList();
    }

    /** The same for one deployment, which the log names where a listener makes a mistake. */
    public CommitStream of(String deployment) {
        return new CommitStream(listeners.stream().map(Guarded::listener).toList(), deployment);
    }

    /** A mistake in one listener keeps neither the others from being told nor the watch from going on. */
    public void publish(Committed committed) {
        listeners.forEach(each -> each.guard().run(() -> each.listener().committed(committed)));
    }
}
