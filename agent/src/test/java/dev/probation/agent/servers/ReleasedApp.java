package dev.probation.agent.servers;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A small application under traffic, of which one version after the other is made live: a good one, or a bad one. */
public final class ReleasedApp implements AutoCloseable {

    private static final long BEAT_MILLIS = 50;
    private static final int REQUESTS_PER_BEAT = 5;
    private static final double QUICK_SECONDS = 0.02;
    private static final double SLOW_SECONDS = 0.9;

    /** What is live: its version, and whether one request of five fails and another one is slow. */
    private record Release(String version, boolean bad) {}

    private final CollectorRegistry registry = new CollectorRegistry();
    private final Histogram seconds = Histogram.build("http_request_duration_seconds", "Time to answer.")
            .buckets(0.05, 0.1, 0.25, 0.5, 1, 2.5)
            .register(registry);
    private final Counter requests = Counter.build("http_requests_total", "Requests answered.")
            .labelNames("status")
            .register(registry);
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Release live = new Release("1.4.0", false);

    private ReleasedApp() {
        this.server = Await.result(
                vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
        long timer = vertx.setPeriodic(BEAT_MILLIS, beat -> traffic());
        assert timer >= 0;
    }

    /** Starts it, on a free port, with a good version. */
    public static ReleasedApp start() {
        return new ReleasedApp();
    }

    /** Makes a version live that answers all requests, and quickly. */
    public void releaseGood(String version) {
        live = new Release(version, false);
    }

    /** Makes a version live that fails every fifth request, and is slow with another one. */
    public void releaseBad(String version) {
        live = new Release(version, true);
    }

    private void traffic() {
        for (int request = 0; request < REQUESTS_PER_BEAT; request++) {
            boolean bad = live.bad();
            requests.labels(bad && request == 0 ? "500" : "200").inc();
            seconds.observe(bad && request == 1 ? SLOW_SECONDS : QUICK_SECONDS);
        }
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String body = switch (request.path()) {
            case "/health" -> health();
            case "/metrics" -> metrics();
            default -> "";
        };
        response.setStatusCode(body.isEmpty() ? 404 : 200).end(body).onFailure(gone -> response.reset());
    }

    private String health() {
        asked.incrementAndGet();
        return new JsonObject().put("version", live.version()).encode();
    }

    /** How often it was asked for its health, or its version. */
    public int timesAsked() {
        return asked.get();
    }

    private String metrics() {
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, registry.metricFamilySamples());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        Await.done(vertx.close());
    }
}
