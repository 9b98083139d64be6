package dev.probation.agent.probe.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.probe.BlockingCall;
import dev.probation.agent.probe.BlockingCalls;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.TargetClient;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One server, over one connection that is kept. */
final class PostgresClient implements TargetClient {

    private final PostgresTarget target;
    private final BlockingCalls calls;
    private final Vertx vertx;
    private final OpenSockets sockets = new OpenSockets();
    private volatile Optional<ConnectionUsage> lastSeen = Optional.empty();
    // guarded by this
    private @Nullable HikariDataSource pool;
    private boolean closed;
    private Duration longest = Duration.ofSeconds(1);

    PostgresClient(PostgresTarget target, BlockingCalls calls, Vertx vertx) {
        this.target = target;
        this.calls = calls;
        this.vertx = vertx;
    }

    @Override
    public synchronized Probe probe(CheckConfig check) {
        boolean asShare = ((PostgresCheck) check.probe()).asShare();
        longest = longest.compareTo(check.timeout()) < 0 ? check.timeout() : longest;
        SqlFailures failures = new SqlFailures(target);
        return calls.probe(
                check.timeout(),
                attempt -> connections(attempt, asShare),
                thrown -> SqlFailures.isFull(thrown) ? ConnectionUsage.full(lastSeen, asShare) : failures.of(thrown));
    }

    private Outcome connections(BlockingCall attempt, boolean asShare) throws SQLException {
        attempt.closeAtDeadline(sockets);
        try (Connection connection = borrow(attempt)) {
            ConnectionUsage slots = ConnectionUsage.read(connection);
            if (slots.hidden() > 0) {
                return SqlFailures.blind(target.user());
            }
            lastSeen = Optional.of(slots);
            return slots.measured(asShare);
        }
    }

    /**
     * The pool tries again and again until its own timeout, and only then tells why it failed; so it is asked in short
     * turns, of which the first failure ends the probe.
     */
    private Connection borrow(BlockingCall attempt) throws SQLException {
        while (true) {
            try {
                return pool().getConnection();
            } catch (SQLTransientConnectionException noConnection) {
                if (noConnection.getCause() != null || attempt.isAborted()) {
                    // where the driver gave up by itself, a thread of its own still waits on the socket
                    sockets.close();
                    throw noConnection;
                }
            }
        }
    }

    private synchronized HikariDataSource pool() throws SQLException {
        if (closed) {
            throw new SQLException("the target is closed");
        }
        HikariDataSource open = pool;
        if (open == null) {
            open = new HikariDataSource(PostgresPool.configuration(target, sockets, longest));
            pool = open;
        }
        return open;
    }

    @Override
    public Future<Void> close() {
        return vertx.<Void>executeBlocking(
                        () -> {
                            closePool();
                            return null;
                        },
                        false)
                .otherwiseEmpty()
                .eventually(calls::close);
    }

    private synchronized void closePool() {
        closed = true;
        HikariDataSource open = pool;
        if (open != null) {
            open.close();
        }
        sockets.close();
        sockets.forget();
    }
}
