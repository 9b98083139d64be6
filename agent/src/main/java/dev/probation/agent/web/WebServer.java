package dev.probation.agent.web;

import dev.probation.agent.time.Time;
import dev.probation.agent.web.exchange.Deadlines;
import dev.probation.agent.web.exchange.WebSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.TimeUnit;

/** Serves the API, the agent's metrics and its health over HTTP/1.1. */
public final class WebServer {

    private static final int LONGEST_LINE = 4096;
    private static final int LARGEST_HEADER = 8192;

    private final HttpServer server;
    private final String address;
    private final Router router;

    public WebServer(Vertx vertx, Time time, WebSettings settings, WebSources sources) {
        Deadlines deadlines = new Deadlines(vertx, settings.limits());
        router = Routes.of(vertx, time, settings, deadlines, sources);
        address = settings.host() + ':' + settings.port();
        server = vertx.createHttpServer(options(settings))
                .connectionHandler(deadlines::connected)
                .requestHandler(router);
    }

    private static HttpServerOptions options(WebSettings settings) {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setIdleTimeout((int) settings.limits().idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADER)
                .setHttp2ClearTextEnabled(false);
    }

    /** Listens; gives the port, which matters where the configured one is 0. */
    public Future<Integer> start() {
        return server.listen().map(HttpServer::actualPort).recover(this::explain);
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
