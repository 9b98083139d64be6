package dev.probation.agent.store.sql;

import dev.probation.agent.config.Secret;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreAddressException;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreInUseException;
import dev.probation.agent.store.sql.database.Database;
import dev.probation.agent.store.sql.database.PostgresDatabase;
import dev.probation.agent.store.sql.database.Schema;
import dev.probation.agent.store.sql.database.SqliteDatabase;
import dev.probation.agent.store.sql.database.SqlitePlace;
import dev.probation.agent.text.FileFault;
import dev.probation.agent.time.Time;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the store that the configuration names. */
public final class StoreFactory {

    private static final String SQLITE = "sqlite:";
    private static final String POSTGRES = "postgresql:";

    private StoreFactory() {}

    /**
     * Opens the store, makes it this agent's, and brings its tables up to date. Blocks.
     *
     * @param url {@code sqlite:PATH} or {@code postgresql://USER@HOST:PORT/DATABASE}
     * @param names by which a server is connected to
     * @param time by which it is seen that the server has moved, and how long the store is this agent's
     * @param lost told once, on any thread, that another agent has taken the store from this one
     * @throws StoreException where it cannot be used: what is wrong, and what to do
     * @throws StoreInUseException where another agent has it
     * @throws StoreAddressException where no waiting helps
     */
    public static Store open(
            String url, @Nullable Secret password, HostNames names, Time time, Consumer<StoreInUseException> lost) {
        return open(isSqlite(url) ? file(url) : server(url, password, names, time, lost));
    }

    /** Opens a store that is a file: {@code sqlite:PATH}. */
    public static Store open(String url) {
        return open(file(url));
    }

    private static Store open(Database database) {
        try {
            Schema.takeUpToDate(database);
            return new JdbcStore(database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** What the store needs of this machine and does not find now, in a sentence: what is missing, and what to do. */
    public static Optional<String> missing(String url) {
        return Optional.of(url)
                .filter(StoreFactory::isSqlite)
                .map(store -> store.substring(SQLITE.length()))
                .flatMap(path -> FileFault.unnamed(path).or(() -> new SqlitePlace(Path.of(path)).missing()))
                .map(found -> "expected a file that the agent can write, but on this machine " + found
                        + "; give the path of a file, in a folder that the agent may write to");
    }

    /** Whether the store has a server, which can be {@linkplain #unreachable unreachable}. */
    public static boolean hasServer(String url) {
        return url.startsWith(POSTGRES);
    }

    /**
     * Why the store's server cannot be used now; empty where it can, or where the store has no server. It connects, and
     * changes nothing. Blocks for some seconds at most.
     *
     * @param names by which the server is connected to
     */
    public static Optional<String> unreachable(String url, @Nullable Secret password, HostNames names, Time time) {
        return hasServer(url) ? PostgresDatabase.unreachable(url, password, names, time) : Optional.empty();
    }

    private static boolean isSqlite(String url) {
        return url.startsWith(SQLITE) && url.length() > SQLITE.length();
    }

    private static Path path(String url) {
        String path = url.substring(SQLITE.length());
        FileFault.unnamed(path).ifPresent(found -> {
            throw new StoreAddressException("store " + url + " cannot be opened: " + found);
        });
        return Path.of(path);
    }

    private static Database file(String url) {
        if (isSqlite(url)) {
            return SqliteDatabase.open(path(url));
        }
        throw unknown();
    }

    private static Database server(
            String url, @Nullable Secret password, HostNames names, Time time, Consumer<StoreInUseException> lost) {
        if (hasServer(url)) {
            return PostgresDatabase.open(url, password, names, time, lost);
        }
        throw unknown();
    }

    private static StoreAddressException unknown() {
        return new StoreAddressException(
                "the store's address is unknown; expected sqlite:PATH or postgresql://USER@HOST:PORT/DATABASE");
    }
}
