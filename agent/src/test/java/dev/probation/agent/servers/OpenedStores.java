package dev.probation.agent.servers;

import dev.probation.agent.config.Secret;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens stores of any address, as the agent does, with names as the system's resolver has them. */
public final class OpenedStores {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Time TIME = new VertxTime(VERTX, VERTX.getOrCreateContext());
    private static final HostNames NAMES = new HostNames(VERTX, TIME);

    private OpenedStores() {}

    public static Store open(String url, @Nullable Secret password) {
        return StoreFactory.open(url, password, NAMES, TIME);
    }

    /** As {@code check --online} tries them. */
    public static Optional<String> unreachable(String url, @Nullable Secret password) {
        return StoreFactory.unreachable(url, password, NAMES, TIME);
    }
}
