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
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
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
    private final KeptConnection connection;
    private final UsualConnections usual;
    private volatile @Nullable ConnectionUsage lastSeen;
    // guarded by this
    private @Nullable KeptSockets network;
    private Duration longest = Duration.ofSeconds(1);

    PostgresClient(PostgresTarget target, BlockingCalls calls, Time time, HostNames names) {
        this.target = target;
        this.calls = calls;
        this.time = time;
        this.names = names;
        this.usual = new UsualConnections(time);
        this.connection = new KeptConnection(time, calls, sockets, this::open);
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
                thrown -> NoConnectionLeft.in(thrown)
                        .flatMap(refusal -> refusal.outcome(lastSeen, asShare))
                        .orElseGet(() -> failures.of(thrown)));
    }

    /** Where no connection is kept; who opens one looks up for itself what it connects to. */
    private Future<FoundHost> lookUp() {
        return connection.isOpen()
                ? Future.succeededFuture(new FoundHost(target.host(), List.of(), false))
                : names.findNow(target.host());
    }

    private Outcome connections(BlockingCall call, boolean asShare) throws SQLException, IOException {
        return connection.ask(call, open -> outcome(ConnectionUsage.read(open, call.left()), asShare));
    }

    private Outcome outcome(ConnectionUsage usage, boolean asShare) {
        if (usage.hidden() > 0) {
            return SqlFailures.blind(usage.role());
        }
        ConnectionUsage seen = usage.knowing(usual);
        lastSeen = seen;
        return seen.measured(asShare);
    }

    private Connection open() throws SQLException {
        KeptSockets used;
        Duration within;
        synchronized (this) {
            used = network();
            within = longest;
        }
        return PostgresConnections.open(target, used, within);
    }

    private synchronized KeptSockets network() {
        KeptSockets known = network;
        if (known == null) {
            known = new KeptSockets(names, time, target.host(), target.port(), longest, sockets::unconnected);
            known.watch(connection::giveUp);
            network = known;
        }
        return known;
    }

    @Override
    public Future<Void> close() {
        return calls.run(() -> {
                    connection.close();
                    closeNetwork();
                    return true;
                })
                .otherwiseEmpty()
                .eventually(calls::close)
                .mapEmpty();
    }

    private synchronized void closeNetwork() {
        KeptSockets known = network;
        if (known != null) {
            known.close();
        }
    }
}
