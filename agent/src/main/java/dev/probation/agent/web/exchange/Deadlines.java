package dev.probation.agent.web.exchange;

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
    private final IdentityHashMap<HttpConnection, Long> timers = new IdentityHashMap<>();

    public Deadlines(Vertx vertx, WebSettings.Limits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** The header of the first request must be whole in time. */
    public void connected(HttpConnection connection) {
        set(connection, limits.request());
        connection.closeHandler(closed -> forget(connection));
    }

    /** The header is whole; so must be the body, in time. */
    public void headerWhole(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        set(connection, limits.request());
        context.addEndHandler(ended -> answered(context, connection));
        context.next();
    }

    /** The request is whole; the client must take its answer in time. */
    public void bodyWhole(RoutingContext context) {
        pieceTaken(context.request().connection());
        context.next();
    }

    /** So must it a long answer's next piece, once it has taken one. */
    public void pieceTaken(HttpConnection connection) {
        set(connection, limits.answer());
    }

    /** The header of the next request must be whole in time; a body that was not waited for keeps its deadline. */
    private void answered(RoutingContext context, HttpConnection connection) {
        if (context.request().isEnded() && timers.containsKey(connection)) {
            set(connection, limits.idle());
        }
    }

    private void set(HttpConnection connection, Duration limit) {
        forget(connection);
        timers.put(connection, vertx.setTimer(limit.toMillis(), late -> connection.close()));
    }

    private void forget(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
