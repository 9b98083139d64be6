package dev.probation.agent.probe.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.probation.agent.config.Secret;
import dev.probation.agent.names.KeptSocketFactory;
import dev.probation.agent.names.KeptSockets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** How the one connection to a server is made and kept, and given up where the server has moved. */
final class PostgresPool implements AutoCloseable {

    static final String APPLICATION = "probation";

    private static final long LEAST_TURN = 250;
    private static final long LONGEST_TURN = 1_000;

    private final KeptSockets sockets;
    private final HikariDataSource connections;

    /**
     * @param sockets to the target; closed with the pool
     * @param longest the longest deadline of all checks of the target
     */
    PostgresPool(PostgresTarget target, KeptSockets sockets, Duration longest) throws SQLException {
        PGSimpleDataSource source = source(target, sockets, longest);
        this.sockets = sockets;
        this.connections = new HikariDataSource(configuration(source, target, longest));
        // the pool has given it the time of one turn, in which a slow server does not finish its handshake
        source.setLoginTimeout(seconds(longest));
        sockets.watch(() -> connections.getHikariPoolMXBean().softEvictConnections());
    }

    private static HikariConfig configuration(PGSimpleDataSource source, PostgresTarget target, Duration longest) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("probation-" + target.host());
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        long turn = Math.max(LEAST_TURN, Math.min(LONGEST_TURN, longest.toMillis() / 2));
        config.setConnectionTimeout(turn);
        config.setValidationTimeout(turn);
        config.setConnectionInitSql(String.format(
                Locale.ROOT, "SET default_transaction_read_only = on; SET statement_timeout = %d", longest.toMillis()));
        return config;
    }

    private static PGSimpleDataSource source(PostgresTarget target, KeptSockets sockets, Duration longest) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {target.host()});
        source.setPortNumbers(new int[] {target.port()});
        source.setDatabaseName(target.database());
        source.setUser(target.user());
        target.password().map(Secret::reveal).ifPresent(source::setPassword);
        source.setApplicationName(APPLICATION);
        source.setGssEncMode("disable");
        source.setConnectTimeout(seconds(longest));
        source.setSocketTimeout(seconds(longest));
        source.setSocketFactory(KeptSocketFactory.class.getName());
        source.setSocketFactoryArg(sockets.id());
        source.setSslMode(target.sslMode());
        target.caFile().ifPresent(file -> source.setSslRootCert(file.toString()));
        if (target.verifies()) {
            source.setSslfactory(
                    (target.caFile().isPresent() ? CaFileSocketFactory.class : DefaultJavaSSLFactory.class).getName());
        }
        return source;
    }

    private static int seconds(Duration longest) {
        return (int) Math.max(1, longest.plusMillis(999).toSeconds());
    }

    /** The connection; waits for no longer than a turn. */
    Connection borrow() throws SQLException {
        return connections.getConnection();
    }

    boolean isConnected() {
        return sockets.areOpen();
    }

    @Override
    public void close() {
        sockets.close();
        connections.close();
    }
}
