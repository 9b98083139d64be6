package dev.probation.agent.web;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.store.OutboxRepository.DeadLetter;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.api.FakeSilences;
import dev.probation.agent.web.api.RecordingSource;
import dev.probation.agent.web.connection.AcceptLimit;
import dev.probation.agent.web.exchange.WebSettings;
import dev.probation.agent.web.webhook.FakeEvents;
import dev.probation.rules.check.Check;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A real server on a free port of this machine, with fakes behind it. */
public final class RunningServer {

    public static final int PATIENCE_SECONDS = 20;

    public final FakeDeployments deployments = new FakeDeployments();
    public final WebServer server;
    public final int port;
    volatile Future<Optional<String>> health = Future.succeededFuture(Optional.empty());
    volatile Future<Optional<String>> readiness = Future.succeededFuture(Optional.empty());
    volatile Future<Optional<String>> report = Future.succeededFuture(Optional.of("# Report"));
    public final FakeSilences silences = new FakeSilences();
    public final FakeEvents events = new FakeEvents();
    public volatile List<DeadLetter> deadLetters = List.of();
    public volatile RecordingSource recordings = (id, after) -> Future.succeededFuture(Optional.empty());

    private static final WebSettings.Capacity ROOMY = WebSettings.Capacity.ofConnections(1_000);

    private final Vertx vertx;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RunningServer(Optional<Secret> token, WebSettings.Limits limits) throws Exception {
        this(token, limits, ROOMY, EventsConfig.NONE);
    }

    private RunningServer(
            Optional<Secret> token, WebSettings.Limits limits, WebSettings.Capacity capacity, EventsConfig ways)
            throws Exception {
        vertx = Vertx.builder()
                .withTransport(AcceptLimit.of(capacity.connections()))
                .build();
        WebSources sources = new WebSources(
                deployments,
                List.of(shop()),
                List.of(new WindowSpec(
                        "immediate", Duration.ZERO, Duration.ofHours(1), Optional.empty(), 0, Duration.ZERO)),
                (id, format, window) -> {
                    deployments.told.add("report " + id + ' ' + format + ' ' + (window == null ? "all" : window));
                    return report;
                },
                (id, after) -> recordings.piece(id, after),
                new Metrics("0.1.0", "abc123"),
                silences,
                events,
                most -> Future.succeededFuture(deadLetters.stream().limit(most).toList()),
                () -> health,
                () -> readiness);
        server = new WebServer(
                vertx,
                new StoppedTime(),
                new WebSettings(
                        "127.0.0.1",
                        0,
                        token,
                        token.map(all -> new Secret("gate-" + all.reveal())),
                        List.of(),
                        ways,
                        "<b>0.1.0</b>",
                        limits,
                        capacity),
                sources);
        port = await(server.start());
    }

    public static RunningServer open() throws Exception {
        return new RunningServer(Optional.empty(), WebSettings.Limits.DEFAULT);
    }

    public static RunningServer open(WebSettings.Limits limits) throws Exception {
        return new RunningServer(Optional.empty(), limits);
    }

    public static RunningServer guarded(String token) throws Exception {
        return new RunningServer(Optional.of(new Secret(token)), WebSettings.Limits.DEFAULT);
    }

    /** With a token for all else. */
    public static RunningServer withWaysIn(EventsConfig ways) throws Exception {
        return withWaysIn(ways, ROOMY);
    }

    /** The same, with room for so much. */
    public static RunningServer withWaysIn(EventsConfig ways, WebSettings.Capacity capacity) throws Exception {
        return new RunningServer(Optional.of(new Secret("all-else")), WebSettings.Limits.DEFAULT, capacity, ways);
    }

    /** Without a token, with room for so much. */
    public static RunningServer open(WebSettings.Capacity capacity) throws Exception {
        return new RunningServer(Optional.empty(), WebSettings.Limits.DEFAULT, capacity, EventsConfig.NONE);
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    public HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body, "Content-Type", "application/json");
    }

    public HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Says exactly this on a connection of its own, and gives all that is answered until the server closes. */
    public String say(String bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_SECONDS * 1000);
        return socket;
    }

    public static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    /** Waits for each in turn: a future of the server's own event loop cannot complete once that is closed. */
    public void close() throws Exception {
        await(server.stop());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static ServiceConfig shop() {
        CheckConfig check = CheckConfigBuilder.check("p95")
                .title("95 % of requests")
                .onBreach(Check.OnBreach.ROLLBACK)
                .timeout(Duration.ofSeconds(5))
                .build();
        return new ServiceConfig(
                "shop",
                Optional.empty(),
                List.of(check),
                List.of(new SignOffConfig("feedback", "User feedback positive", Set.of("long-term"))));
    }

    /** It is always {@link Pictures#NOW}. */
    private static final class StoppedTime implements Time {
        @Override
        public Instant now() {
            return Pictures.NOW;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException("no timer is needed here");
        }
    }
}
