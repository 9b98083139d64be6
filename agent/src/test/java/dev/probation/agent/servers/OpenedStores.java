package dev.probation.agent.servers;

import dev.probation.agent.config.Secret;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreInUseException;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens stores of any address, as the agent does, with names as the system's resolver has them. */
public final class OpenedStores {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Time TIME = new VertxTime(VERTX, VERTX.getOrCreateContext());
    private static final HostNames NAMES = new HostNames(VERTX, TIME);

    private OpenedStores() {}

    public static Store open(String url, @Nullable Secret password) {
        return open(url, password, taken -> {});
    }

    /** @param lost told that another agent has taken it */
    public static Store open(String url, @Nullable Secret password, Consumer<StoreInUseException> lost) {
        return StoreFactory.open(url, password, NAMES, TIME, lost);
    }

    /** The same once no other agent has it, as that was killed and is missed only after a while. */
    public static Store openWhenFree(String url, @Nullable Secret password) {
        AtomicReference<Store> opened = new AtomicReference<>();
        Await.until("the store is free", () -> {
            try {
                opened.set(open(url, password));
                return true;
            } catch (StoreInUseException inUse) {
                return false;
            }
        });
        return Objects.requireNonNull(opened.get());
    }

    /** As {@code check --online} tries them. */
    public static Optional<String> unreachable(String url, @Nullable Secret password) {
        return StoreFactory.unreachable(url, password, NAMES, TIME);
    }
}
