package dev.probation.agent.cli;

import dev.probation.agent.store.Silence;
import dev.probation.agent.store.StoreThread;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.SilenceDesk;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** An agent's silences, kept in its store; what one kept back goes out when it is ended. */
final class LiveSilences implements SilenceDesk {

    private final StoreThread store;
    private final Time time;
    private final Runnable wake;

    /**
     * @param wake tells the outbox that messages may go out
     */
    LiveSilences(StoreThread store, Time time, Runnable wake) {
        this.store = store;
        this.time = time;
        this.wake = wake;
    }

    @Override
    public Future<Void> add(Silence silence) {
        return store.run(open -> open.silences().add(silence));
    }

    @Override
    public Future<List<Silence>> current() {
        return store.submit(open -> open.silences().since(time.now()));
    }

    @Override
    public Future<Optional<Silence>> end(String id) {
        return store.submit(open -> open.silences().end(id, time.now())).onSuccess(ended -> wake.run());
    }
}
