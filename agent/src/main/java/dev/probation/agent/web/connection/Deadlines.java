package dev.probation.agent.web.connection;

import dev.probation.agent.metrics.Refusal;
import dev.probation.agent.web.exchange.Refusals;
import dev.probation.agent.web.exchange.Requests;
import dev.probation.agent.web.exchange.WebSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.IdentityHashMap;

/**
 * Cuts clients that take too long, however busily they drip: an idle timeout alone starts anew with each byte. One
 * timer for each connection, confined to the server's event loop and real, since the network knows no other time.
 */
public final class Deadlines {

    private final Vertx vertx;
    private final WebSettings.Limits limits;
    private final Refusals refusals;
    private final IdentityHashMap<HttpConnection, Long> timers = new IdentityHashMap<>();

    public Deadlines(Vertx vertx, WebSettings.Limits limits, Refusals refusals) {
        this.vertx = vertx;
        this.limits = limits;
        this.refusals = refusals;
    }

    /** The header of the first request must be whole in time. */
    void connected(HttpConnection connection) {
        begin(connection, limits.request(), () -> cut(connection));
    }

    /** The header is whole; so must be the body, in time. */
    public void headerWhole(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        set(connection, limits.request(), () -> cut(connection));
        int unused = context.addEndHandler(ended -> answered(context, connection));
        context.next();
    }

    /** The request is whole; the client must take its answer in time. */
    public void bodyWhole(RoutingContext context) {
        pieceTaken(context.request().connection());
        context.next();
    }

    /** So must it a long answer's next piece, once it has taken one. */
    public void pieceTaken(HttpConnection connection) {
        set(connection, limits.answer(), () -> cut(connection));
    }

    /** The header of the next request must be whole in time; a body that was not waited for keeps its deadline. */
    private void answered(RoutingContext context, HttpConnection connection) {
        if (context.request().isEnded()) {
            set(connection, limits.idle(), connection::close);
        }
    }

    private void cut(HttpConnection connection) {
        refusals.add(Refusal.TOO_SLOW, Requests.address(connection));
        connection.close();
    }

    /** Nothing where the connection is forgotten already: nobody would end the timer of one that is closed. */
    private void set(HttpConnection connection, Duration limit, Runnable late) {
        if (timers.containsKey(connection)) {
            begin(connection, limit, late);
        }
    }

    private void begin(HttpConnection connection, Duration limit, Runnable late) {
        forget(connection);
        timers.put(connection, vertx.setTimer(limit.toMillis(), passed -> late.run()));
    }

    void forget(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
