package dev.probation.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.probation.agent.time.AllowForbiddenApi;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/**
 * A small book shop that really uses PostgreSQL and Redis, and whose behaviour depends on the release that is live.
 *
 * <p>{@code PUT /admin/release} makes another release live; it stands for whatever a team deploys with.
 */
@AllowForbiddenApi("a program of its own: reads its environment, and prints")
public final class DemoApp {
    /** How a release behaves: the share of requests that fail, and the share that is slow. */
    record Release(String version, double errorShare, double slowShare, long addedMillis) {
        private static final Map<String, Release> BAD = Map.of("1.4.2", new Release("1.4.2", 0.12, 0.40, 700));

        static Release of(String version) {
            return BAD.getOrDefault(version, new Release(version, 0, 0, 0));
        }
    }

    private static final Histogram SECONDS = Histogram.build("http_request_duration_seconds", "Time to answer.")
            .labelNames("method")
            .buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
            .register();
    private static final Counter REQUESTS = Counter.build("http_requests_total", "Requests answered.")
            .labelNames("method", "status")
            .register();

    private final Vertx vertx;
    private final HikariDataSource database;
    private final RedisClient redis;
    private Release live;

    private DemoApp(Vertx vertx, HikariDataSource database, RedisClient redis, Release live) {
        this.vertx = vertx;
        this.database = database;
        this.redis = redis;
        this.live = live;
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(6));
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(environment("DATABASE_URL", "jdbc:postgresql://127.0.0.1:5432/bookreader"));
        pool.setUsername(environment("DATABASE_USER", "bookreader"));
        pool.setPassword(secret("DATABASE_PASSWORD_FILE"));
        pool.setMaximumPoolSize(5);
        pool.setInitializationFailTimeout(30_000);
        URI cache = URI.create(environment("REDIS_URL", "redis://127.0.0.1:6379"));
        RedisClient redis =
                RedisClient.create(cache.getHost(), cache.getPort(), "default", secret("REDIS_PASSWORD_FILE"));
        DemoApp app =
                new DemoApp(vertx, new HikariDataSource(pool), redis, Release.of(environment("APP_VERSION", "1.4.0")));
        app.createBooks();
        DefaultExports.initialize();
        String host = environment("APP_HOST", "127.0.0.1");
        vertx.createHttpServer()
                .requestHandler(app::route)
                .listen(Integer.parseInt(environment("APP_PORT", "8000")), host)
                .onSuccess(server -> System.out.println("serving on " + host + ":" + server.actualPort()))
                .onFailure(cause -> {
                    System.err.println("cannot listen: " + cause);
                    System.exit(1);
                });
    }

    private static String environment(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    private static String secret(String variable) throws IOException {
        return Files.readString(Path.of(environment(variable, "/dev/null"))).strip();
    }

    private void createBooks() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists book (id int primary key, title text not null)");
            statement.execute(
                    "create table if not exists loan (book int references book, at timestamptz default now())");
            statement.execute("insert into book select n, 'Book ' || n from generate_series(1, 200) n"
                    + " on conflict do nothing");
        }
    }

    private void route(HttpServerRequest request) {
        String path = request.path();
        switch (path) {
            case "/health" -> answer(request, 200, health());
            case "/metrics" -> metrics(request.response());
            case "/admin/release" -> request.body().onSuccess(body -> deploy(request, body));
            default -> serve(request, path);
        }
    }

    private JsonObject health() {
        return new JsonObject().put("status", "ok").put("version", live.version());
    }

    private void deploy(HttpServerRequest request, Buffer body) {
        live = Release.of(body.toJsonObject().getString("version"));
        System.out.println("release " + live.version() + " is live");
        answer(request, 200, health());
    }

    private void serve(HttpServerRequest request, String path) {
        Histogram.Timer timer = SECONDS.labels(request.method().name()).startTimer();
        Release release = live;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        boolean fails = random.nextDouble() < release.errorShare();
        long delay = random.nextDouble() < release.slowShare() ? release.addedMillis() : 0;
        Future<JsonObject> work = fails
                ? Future.failedFuture("the new loan rule does not know this book")
                : vertx.executeBlocking(() -> books(request, path), false);
        work.onComplete(done -> after(delay, () -> {
            int status = done.failed() ? 500 : done.result().isEmpty() ? 404 : 200;
            timer.observeDuration();
            REQUESTS.labels(request.method().name(), Integer.toString(status)).inc();
            answer(request, status, done.succeeded() ? done.result() : new JsonObject().put("error", text(done)));
        }));
    }

    private static String text(AsyncResult<?> failed) {
        return String.valueOf(failed.cause().getMessage());
    }

    private void after(long millis, Runnable task) {
        if (millis == 0) {
            task.run();
            return;
        }
        vertx.setTimer(millis, timer -> task.run());
    }

    /** Runs on a worker: {@code GET /books} lists, {@code GET /books/7} reads through the cache, {@code POST} lends. */
    private JsonObject books(HttpServerRequest request, String path) throws SQLException {
        if (path.equals("/books")) {
            return list();
        }
        if (!path.matches("/books/[0-9]{1,6}")) {
            return new JsonObject();
        }
        int id = Integer.parseInt(path.substring("/books/".length()));
        return request.method().name().equals("POST") ? lend(id) : read(id);
    }

    private JsonObject list() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id, title from book order by id limit 20")) {
            JsonArray books = new JsonArray();
            while (rows.next()) {
                books.add(new JsonObject().put("id", rows.getInt(1)).put("title", rows.getString(2)));
            }
            return new JsonObject().put("books", books).put("visits", redis.incr("visits"));
        }
    }

    private JsonObject read(int id) throws SQLException {
        String cached = redis.get("book:" + id);
        if (cached != null) {
            return new JsonObject(cached);
        }
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("select title from book where id = ?")) {
            statement.setInt(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return new JsonObject();
                }
                JsonObject book = new JsonObject().put("id", id).put("title", rows.getString(1));
                redis.set("book:" + id, book.encode(), SetParams.setParams().ex(5));
                return book;
            }
        }
    }

    private JsonObject lend(int id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into loan (book) values (?)")) {
            statement.setInt(1, id);
            return new JsonObject().put("id", id).put("lent", statement.executeUpdate());
        }
    }

    private void metrics(HttpServerResponse response) {
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, CollectorRegistry.defaultRegistry.metricFamilySamples());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        response.putHeader("content-type", TextFormat.CONTENT_TYPE_004).end(text.toString());
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.encode());
    }
}
