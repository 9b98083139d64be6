package dev.probation.agent.probe.postgres;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.blocking.DeadlineSockets;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.names.FoundHost;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.names.KeptSockets;
import dev.probation.agent.probe.BlockingProbe;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One server, over one connection that is kept. */
final class PostgresClient implements TargetClient {

    private final PostgresTarget target;
    private final BlockingCalls calls;
    private final Time time;
    private final HostNames names;
    private final DeadlineSockets sockets = new DeadlineSockets();
    // written under the lock of this, and read without: the event loop is not to wait for a pool that is being opened
    private volatile @Nullable PostgresPool pool;
    private volatile @Nullable ConnectionUsage lastSeen;
    // guarded by this
    private boolean hasLent;
    private boolean closed;
    private Duration longest = Duration.ofSeconds(1);

    PostgresClient(PostgresTarget target, BlockingCalls calls, Time time, HostNames names) {
        this.target = target;
        this.calls = calls;
        this.time = time;
        this.names = names;
    }

    @Override
    public synchronized Probe probe(CheckConfig check) {
        boolean asShare = ((PostgresCheck) check.probe()).asShare();
        longest = longest.compareTo(check.timeout()) < 0 ? check.timeout() : longest;
        SqlFailures failures = new SqlFailures(target);
        return new BlockingProbe(
                calls,
                time,
                check.timeout(),
                this::lookUp,
                (call, host) -> connections(call, asShare),
                thrown -> SqlFailures.isFull(thrown) ? ConnectionUsage.full(lastSeen, asShare) : failures.of(thrown));
    }

    /** Where no connection is kept; the pool looks up for itself what it connects to. */
    private Future<FoundHost> lookUp() {
        PostgresPool open = pool;
        return open != null && open.isConnected()
                ? Future.succeededFuture(new FoundHost(target.host(), List.of(), false))
                : names.findNow(target.host());
    }

    private Outcome connections(BlockingCall call, boolean asShare) throws SQLException {
        call.closeAtDeadline(sockets);
        try (Connection connection = borrow(call)) {
            ConnectionUsage usage = ConnectionUsage.read(connection);
            if (usage.hidden() > 0) {
                return SqlFailures.blind(target.user());
            }
            lastSeen = usage;
            return usage.measured(asShare);
        }
    }

    /**
     * The pool tries again and again until its own timeout, and only then tells why it failed; so it is asked in short
     * turns, of which the first failure ends the probe.
     */
    private Connection borrow(BlockingCall call) throws SQLException {
        while (true) {
            PostgresPool open = pool();
            try {
                Connection lent = open.borrow();
                keep();
                return lent;
            } catch (SQLTransientConnectionException noConnection) {
                if (noConnection.getCause() != null || call.isAborted()) {
                    // where the driver gave up by itself, a thread of its own still waits on the socket
                    sockets.close();
                    discard(open);
                    throw noConnection;
                }
            }
        }
    }

    private synchronized void keep() {
        hasLent = true;
    }

    /** A pool learns from its first connection what the server can do, and for good: what a broken one told is forgotten. */
    private void discard(PostgresPool broken) {
        synchronized (this) {
            if (hasLent || pool != broken) {
                return;
            }
            pool = null;
        }
        broken.close();
    }

    private synchronized PostgresPool pool() throws SQLException {
        if (closed) {
            throw new SQLException("the target is closed");
        }
        PostgresPool open = pool;
        if (open == null) {
            open = new PostgresPool(
                    target,
                    new KeptSockets(names, time, target.host(), target.port(), longest, sockets::unconnected),
                    longest);
            pool = open;
        }
        return open;
    }

    @Override
    public Future<Void> close() {
        return calls.run(() -> {
                    closePool();
                    return true;
                })
                .otherwiseEmpty()
                .eventually(calls::close)
                .mapEmpty();
    }

    private synchronized void closePool() {
        closed = true;
        PostgresPool open = pool;
        if (open != null) {
            open.close();
        }
        sockets.close();
    }
}
