package dev.probation.agent.blocking;

import dev.probation.agent.time.Guard;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Lets one call begin when the one before has ended, so that those that hang do not pile up. */
public final class OneAtATime {

    private final AtomicBoolean busy = new AtomicBoolean();

    /** Begins the call, or nothing where the one before is still under way. */
    public <T> Optional<Future<T>> begin(Supplier<Future<T>> call) {
        return busy.compareAndSet(false, true)
                ? Optional.of(Guard.begin(call).onComplete(over -> busy.set(false)))
                : Optional.empty();
    }
}
