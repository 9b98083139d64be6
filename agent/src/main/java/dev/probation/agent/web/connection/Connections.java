package dev.probation.agent.web.connection;

import dev.probation.agent.metrics.Refusal;
import dev.probation.agent.metrics.WebMetrics;
import dev.probation.agent.web.exchange.Refusals;
import dev.probation.agent.web.exchange.Requests;
import dev.probation.agent.web.exchange.WebSettings.Capacity;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The open connections. Where one more comes than there may be, the one that has been without a whole request for longest is closed,
 * so that whoever has something to say is heard however many say nothing. Confined to the server's event loop.
 */
public final class Connections {

    private final Capacity capacity;
    private final Deadlines deadlines;
    private final Refusals refusals;
    private final WebMetrics metrics;

    /** Those without a whole request, longest first. */
    private final Map<HttpConnection, PendingBytes> waiting = new LinkedHashMap<>();

    /** Those whose request is being answered. */
    private final Map<HttpConnection, PendingBytes> working = new HashMap<>();

    private long pendingBytes;

    public Connections(Capacity capacity, Deadlines deadlines, Refusals refusals, WebMetrics metrics) {
        this.capacity = capacity;
        this.deadlines = deadlines;
        this.refusals = refusals;
        this.metrics = metrics;
    }

    public void connected(HttpConnection connection) {
        if (waiting.size() + working.size() >= capacity.connections()
                && !closeLongest(pending -> true, Refusal.TOO_MANY_CONNECTIONS)) {
            refusals.add(Refusal.TOO_MANY_CONNECTIONS, Requests.address(connection));
            connection.close();
            return;
        }
        waiting.put(connection, PendingBytes.of(connection, this::pendingChanged));
        metrics.connections(waiting.size() + working.size());
        connection.closeHandler(closed -> closed(connection));
        deadlines.connected(connection);
    }

    /** The header of a request is whole. It is not to go before that is answered because others came meanwhile. */
    public void heard(HttpConnection connection) {
        PendingBytes pending = waiting.remove(connection);
        if (pending != null) {
            waiting.put(connection, pending);
        }
    }

    /** The request is whole. */
    public void requestWhole(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        PendingBytes pending = waiting.remove(connection);
        if (pending != null) {
            working.put(connection, pending);
            int unused = context.addEndHandler(ended -> answered(connection));
        }
        context.next();
    }

    private void answered(HttpConnection connection) {
        PendingBytes pending = working.remove(connection);
        if (pending != null) {
            waiting.put(connection, pending);
        }
    }

    private void pendingChanged(long by) {
        pendingBytes += by;
        while (pendingBytes > capacity.halfHeaderBytes()
                && closeLongest(pending -> pending.bytes() > 0, Refusal.TOO_MANY_HALF_HEADERS)) {}
    }

    private boolean closeLongest(Predicate<PendingBytes> which, Refusal reason) {
        Optional<HttpConnection> longest = waiting.entrySet().stream()
                .filter(each -> which.test(each.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        longest.ifPresent(connection -> {
            refusals.add(reason, Requests.address(connection));
            closed(connection);
            connection.close();
        });
        return longest.isPresent();
    }

    /** It is forgotten at once, since the last of it comes only later. */
    private void closed(HttpConnection connection) {
        deadlines.forget(connection);
        PendingBytes pending = waiting.remove(connection);
        if (pending == null) {
            pending = working.remove(connection);
        }
        if (pending != null) {
            pending.clear();
        }
        metrics.connections(waiting.size() + working.size());
    }
}
