package dev.probation.agent.web;

import dev.probation.agent.metrics.Refusal;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.connection.Connections;
import dev.probation.agent.web.connection.Deadlines;
import dev.probation.agent.web.exchange.Refusals;
import dev.probation.agent.web.exchange.Requests;
import dev.probation.agent.web.exchange.WebSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.TimeUnit;

/** Serves the API, the agent's metrics and its health over HTTP/1.1. */
public final class WebServer {

    private static final int LONGEST_LINE = 4096;
    private static final int LARGEST_HEADER = 8192;

    /** Connections that wait to be taken: so many that few are turned away, and few enough to be taken within a second. */
    private static final int BACKLOG = 1024;

    private final Vertx vertx;
    private final Refusals refusals;
    private final Connections connections;
    private final HttpServer server;
    private final String address;
    private final Router router;

    public WebServer(Vertx vertx, Time time, WebSettings settings, WebSources sources) {
        this.vertx = vertx;
        this.refusals = new Refusals(sources.metrics().web(), time);
        Deadlines deadlines = new Deadlines(vertx, settings.limits(), refusals);
        connections = new Connections(
                settings.capacity(), deadlines, refusals, sources.metrics().web());
        router = Routes.of(vertx, time, settings, connections, deadlines, refusals, sources);
        address = settings.host() + ':' + settings.port();
        server = vertx.createHttpServer(options(settings))
                .connectionHandler(connections::connected)
                .invalidRequestHandler(this::refuse)
                .requestHandler(this::takeTurn);
    }

    private static HttpServerOptions options(WebSettings settings) {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setAcceptBacklog(BACKLOG)
                .setIdleTimeout((int) settings.limits().idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADER)
                .setHttp2ClearTextEnabled(false);
    }

    /** One request of each connection in turn: who sends many at once does not keep the others waiting. */
    private void takeTurn(HttpServerRequest request) {
        connections.heard(request.connection());
        request.pause();
        vertx.runOnContext(turn -> {
            // of a connection that is closed by then nobody would hear the end, and what is held for it would be held
            // for good
            if (!request.response().closed()) {
                router.handle(request);
            }
        });
    }

    /** What is no HTTP. */
    private void refuse(HttpServerRequest request) {
        refusals.add(Refusal.MALFORMED, Requests.address(request.connection()));
        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    }

    /**
     * Listens, on an event loop of its own, so that nobody keeps the agent from its work by what he sends; gives the port, which
     * matters where the configured one is 0.
     */
    public Future<Integer> start() {
        return vertx.deployVerticle(own -> server.listen())
                .map(deployed -> server.actualPort())
                .recover(this::explain);
    }

    private Future<Integer> explain(Throwable cause) {
        String advice = cause instanceof BindException
                ? "; stop what listens there, or set another address in agent.listen"
                : "";
        return Future.failedFuture(
                new IOException("cannot listen on " + address + ": " + cause.getMessage() + advice, cause));
    }

    /** Takes no more connections and cuts those there are; every order it took is on disk or was not answered. */
    public Future<Void> stop() {
        return server.close();
    }

    public Router router() {
        return router;
    }
}
