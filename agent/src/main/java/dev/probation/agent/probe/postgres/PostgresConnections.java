package dev.probation.agent.probe.postgres;

import dev.probation.agent.config.Secret;
import dev.probation.agent.names.KeptSocketFactory;
import dev.probation.agent.names.KeptSockets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/**
 * How a connection to a target is made. It may be one to a pooler, which hands the server's session to the application next:
 * so what the driver would set on the session is sent at the login, which a pooler keeps to itself, or left out; and a question
 * is one message, which prepares nothing and of which a pooler cannot split the statements.
 */
final class PostgresConnections {

    private static final String APPLICATION = "probation";

    private PostgresConnections() {}

    /**
     * A connection. Blocks.
     *
     * @param sockets to the target
     * @param longest the longest deadline of all checks of the target
     */
    static Connection open(PostgresTarget target, KeptSockets sockets, Duration longest) throws SQLException {
        return source(target, sockets, longest).getConnection();
    }

    private static PGSimpleDataSource source(PostgresTarget target, KeptSockets sockets, Duration longest) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {target.host()});
        source.setPortNumbers(new int[] {target.port()});
        source.setDatabaseName(target.database());
        source.setUser(target.user());
        target.password().map(Secret::reveal).ifPresent(source::setPassword);
        source.setGssEncMode("disable");
        source.setConnectTimeout(seconds(longest));
        source.setSocketTimeout(seconds(longest));
        source.setSocketFactory(KeptSocketFactory.class.getName());
        source.setSocketFactoryArg(sockets.id());
        leaveSessionAlone(source);
        secure(source, target);
        return source;
    }

    private static void leaveSessionAlone(PGSimpleDataSource source) {
        source.setPreferQueryMode(PreferQueryMode.SIMPLE);
        source.setPrepareThreshold(0);
        // told at the login, and not by SET after it
        source.setApplicationName(APPLICATION);
        source.setAssumeMinServerVersion("9.0");
        // after a login for replication the driver leaves out SET extra_float_digits, which it sends to servers before
        // 12;
        // below an assumed 9.4 it does not tell the server what the login is for
        source.setReplication("false");
    }

    private static void secure(PGSimpleDataSource source, PostgresTarget target) {
        source.setSslMode(target.sslMode());
        target.caFile().ifPresent(file -> source.setSslRootCert(file.toString()));
        if (target.verifies()) {
            source.setSslfactory(
                    (target.caFile().isPresent() ? CaFileSocketFactory.class : DefaultJavaSSLFactory.class).getName());
        }
    }

    private static int seconds(Duration longest) {
        return (int) Math.max(1, longest.plusMillis(999).toSeconds());
    }
}
