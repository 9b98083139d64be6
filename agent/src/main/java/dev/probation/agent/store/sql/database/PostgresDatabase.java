package dev.probation.agent.store.sql.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.names.KeptSocketFactory;
import dev.probation.agent.names.KeptSockets;
import dev.probation.agent.names.ResolverException;
import dev.probation.agent.store.Lease;
import dev.probation.agent.store.StoreAddressException;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreInUseException;
import dev.probation.agent.time.Time;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL database that belongs to one agent at a time, which a lease in it says. */
public final class PostgresDatabase implements Database {

    private static final String EXPECTED = "expected postgresql://USER@HOST:PORT/DATABASE";

    private static final String READ_ONLY = "the server is read-only; give the address of the primary";

    private static final int SECONDS_TO_TRY = 10;

    private static final int SECONDS_TO_LEASE = 3;

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);

    private final String name;
    private final KeptSockets sockets;
    private final PostgresLease lease;
    private final HikariDataSource connections;

    private PostgresDatabase(String name, KeptSockets sockets, PostgresLease lease, HikariDataSource connections) {
        this.name = name;
        this.sockets = sockets;
        this.lease = lease;
        this.connections = connections;
    }

    /**
     * Connects to it where no other agent has it; that it becomes this agent's is for {@link #take}.
     *
     * @param lost told once, on any thread, that another agent has taken it from this one
     */
    public static PostgresDatabase open(
            String url, @Nullable Secret password, HostNames names, Time time, Consumer<StoreInUseException> lost) {
        KeptSockets sockets = sockets(url, names, time);
        PostgresLease lease =
                new PostgresLease(name(url), new LeaseRow(leasing(source(url, password, sockets))), time, lost);
        try {
            lease.requireFree();
            HikariDataSource connections = new LeasedConnections(pool(source(url, password, sockets)), lease);
            sockets.watch(() -> {
                connections.getHikariPoolMXBean().softEvictConnections();
                lease.reconnect();
            });
            return new PostgresDatabase(name(url), sockets, lease, connections);
        } catch (StoreException e) {
            close(lease, sockets);
            throw e;
        } catch (SQLException e) {
            close(lease, sockets);
            throw new StoreException(cannotBeOpened(url) + explanation(e), e);
        } catch (RuntimeException e) {
            close(lease, sockets);
            throw new StoreException(cannotBeOpened(url) + explain(e), e);
        }
    }

    private static void close(PostgresLease lease, KeptSockets sockets) {
        lease.close();
        sockets.close();
    }

    /** Gives an attempt up well before the lease runs out. */
    private static LeaseRow.Connector leasing(PGSimpleDataSource source) {
        source.setApplicationName("probation lease");
        source.setConnectTimeout(SECONDS_TO_LEASE);
        source.setSocketTimeout(SECONDS_TO_LEASE);
        source.setTcpKeepAlive(true);
        return source::getConnection;
    }

    private static HikariConfig pool(PGSimpleDataSource source) {
        source.setApplicationName("probation");
        // what a server that went away without a word is given up after; a pool's thread is held no longer
        source.setSocketTimeout(30);
        source.setTcpKeepAlive(true);
        source.setReWriteBatchedInserts(true);
        HikariConfig pool = ConnectionPools.of(source, "store");
        // what is acknowledged is on disk, whatever the server's default says
        pool.setConnectionInitSql("SELECT set_config('synchronous_commit', 'on', false)"
                + " WHERE current_setting('synchronous_commit') = 'off'");
        pool.setExceptionOverride(new ReadOnlySessions());
        return pool;
    }

    /** Why it could not be opened now; it connects, asks whether it may write, and changes nothing. */
    public static Optional<String> unreachable(String url, @Nullable Secret password, HostNames names, Time time) {
        try (KeptSockets sockets = sockets(url, names, time)) {
            return unreachable(url, source(url, password, sockets));
        }
    }

    private static Optional<String> unreachable(String url, PGSimpleDataSource source) {
        source.setApplicationName("probation check");
        // over all of it: names, connection, TLS and the password
        source.setLoginTimeout(SECONDS_TO_TRY);
        source.setSocketTimeout(SECONDS_TO_TRY);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW transaction_read_only")) {
            return row.next() && row.getString(1).equals("on")
                    ? Optional.of(cannotBeOpened(url) + READ_ONLY)
                    : Optional.empty();
        } catch (SQLException e) {
            return Optional.of(cannotBeOpened(url) + explanation(e));
        }
    }

    private static String cannotBeOpened(String url) {
        return "store " + name(url) + " cannot be opened: ";
    }

    private static String name(String url) {
        return url.replaceFirst("[?#].*", "");
    }

    private static KeptSockets sockets(String url, HostNames names, Time time) {
        Address address = parse(url);
        return new KeptSockets(names, time, address.host(), address.port(), TO_CONNECT, Socket::new);
    }

    /** One that connects by {@code sockets}, unless the address says how else. */
    private static PGSimpleDataSource source(String url, @Nullable Secret password, KeptSockets sockets) {
        Address address = parse(url);
        String host = address.host().contains(":") ? '[' + address.host() + ']' : address.host();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql:///" + options(url));
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.path());
        source.setUser(address.user().orElseThrow());
        if (password != null) {
            source.setPassword(password.reveal());
        }
        source.setConnectTimeout((int) TO_CONNECT.toSeconds());
        if (source.getSocketFactory() == null && source.getProperty(PGProperty.LOCAL_SOCKET_ADDRESS) == null) {
            source.setSocketFactory(KeptSocketFactory.class.getName());
            source.setSocketFactoryArg(sockets.id());
        }
        return source;
    }

    /** The query as it is written, which the driver decodes. */
    private static String options(String url) {
        int query = url.indexOf('?');
        return query < 0 ? "" : url.substring(query).replaceFirst("#.*", "");
    }

    /** Says nothing of the address where it is wrong, which may hold a password. */
    private static Address parse(String url) {
        Optional<Address> read;
        try {
            read = Address.parse(url, 5432);
        } catch (IllegalArgumentException e) {
            throw new StoreAddressException("the store's address is not a URL; " + EXPECTED);
        }
        Address address = read.filter(
                        found -> found.user().isPresent() && !found.path().isEmpty())
                .orElseThrow(() ->
                        new StoreAddressException("the store's address lacks its user, host or database; " + EXPECTED));
        if (address.user().orElseThrow().contains(":")
                || address.options().keySet().stream().anyMatch(option -> option.contains("password"))) {
            throw new StoreAddressException(
                    "the store's address holds a password; give that as store-password-file instead, " + EXPECTED);
        }
        return address;
    }

    private static String explain(RuntimeException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException && ((SQLException) cause).getSQLState() != null) {
                return explanation((SQLException) cause);
            }
        }
        return error.getClass().getSimpleName();
    }

    @Override
    public String explain(SQLException error) {
        SQLException told = error;
        while (told.getSQLState() == null && told.getCause() instanceof SQLException) {
            told = (SQLException) told.getCause();
        }
        return explanation(told);
    }

    private static String explanation(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.startsWith("08") || state.startsWith("57P")) {
            return unreachable(error);
        }
        if (state.startsWith("53")) {
            return "the server has run out of disk, memory or connections (" + error.getMessage() + "); free some";
        }
        return switch (state) {
            case "28P01", "28000" -> "the server refused user or password; check store and store-password";
            case "3D000" -> "the database does not exist; create it";
            case "42501" -> "the user is not allowed to do that; grant it the rights to create and write tables";
            case ReadOnlySessions.STATE -> READ_ONLY;
            default -> state + ": " + error.getMessage();
        };
    }

    private static String unreachable(SQLException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ResolverException resolver) {
                return "the server's name could not be looked up: " + resolver.getMessage();
            }
            if (cause instanceof UnknownHostException) {
                return "the server's name does not resolve; is it running, and is the address right?";
            }
        }
        return "the server cannot be reached; is it running at this address?";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String folder() {
        return "postgresql";
    }

    @Override
    public Map<String, String> words() {
        return Map.of("serial", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "clustered", "");
    }

    @Override
    public HikariDataSource connections() {
        return connections;
    }

    /** With the schema's version 9: before that no agent had a lease. */
    @Override
    public int takenSince() {
        return 9;
    }

    @Override
    public void take() {
        try {
            lease.take();
        } catch (SQLException e) {
            throw new StoreException("store " + name + " cannot be opened: " + explain(e), e);
        }
    }

    @Override
    public Lease lease() {
        return lease;
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            lease.fence(connection);
        } catch (SQLException | RuntimeException e) {
            leave(connection, e);
            throw e;
        }
    }

    /** A session that is given up because of this error cannot be rolled back any more. */
    private static void leave(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        connections.close();
        lease.close();
        sockets.close();
    }
}
