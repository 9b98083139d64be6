package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.ConfigText;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.FaultProxy.Fault;
import dev.probation.agent.servers.RealPostgres;
import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent, whose store fails. */
@AllowForbiddenApi("mounts small file systems, and waits for real time to pass")
abstract class StoreFaults {

    private static final String CONFIGURATION = """
            agent: { store: "<store>", listen: "127.0.0.1:0" }
            targets:
              app: { http: "http://127.0.0.1:<app>" }
            services:
              shop:
                checks:
                  health: { http: app, path: /health, status: 200, every: 500ms, failures: 3, on-breach: rollback, min-coverage: 60% }
            windows:
              immediate: { until: 1h }
            rollback:
              to: [ { webhook: "http://127.0.0.1:<people>/rollback", secret: "<secret>" } ]
              deadline: 10m
            """;

    @TempDir
    Path folder;

    final People people = new People();
    final Vertx vertx = VertxFactory.create();
    /** Held, since Vert.x closes a client that nobody holds. */
    final HttpClient client = vertx.createHttpClient();

    volatile int health = 200;
    int appPort;
    Optional<Path> mounted = Optional.empty();
    Optional<Agent> agent = Optional.empty();

    /** What befalls the store, and its end. */
    interface Trouble {
        void begin() throws Exception;

        void end() throws Exception;
    }

    @BeforeEach
    void startApp() {
        HttpServer server = Await.result(vertx.createHttpServer()
                .requestHandler(request -> {
                    Future<Void> unused =
                            request.response().setStatusCode(health).end();
                })
                .listen(0, "127.0.0.1"));
        appPort = server.actualPort();
    }

    @AfterEach
    void stopAll() throws Exception {
        agent.ifPresent(running -> Await.done(running.stop()));
        Await.done(vertx.close());
        people.close();
        if (mounted.isPresent()) {
            assertThat(run("umount", "-l", mounted.orElseThrow().toString())).isZero();
        }
    }

    static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** A disk of 6 MB; only root may have one, and elsewhere the case says that it was not tried. */
    Path smallDisk() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString()) == 0, "may not mount a tmpfs");
        mounted = Optional.of(disk);
        return disk;
    }

    Config config(String store) throws IOException {
        return new ConfigText(CONFIGURATION + People.NOTIFY)
                .with("store", store)
                .with("app", appPort)
                .with("people", people.port())
                .with("secret", People.SECRET)
                .load(folder);
    }

    static void fill(Path disk) throws IOException {
        try (RandomAccessFile filler =
                new RandomAccessFile(disk.resolve("filler").toFile(), "rw")) {
            byte[] block = new byte[1024];
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
    }

    record Answer(int status, String body) {}

    Answer ask(HttpMethod method, String path, Buffer body) {
        return Await.result(client.request(method, agent.orElseThrow().port(), "127.0.0.1", path)
                .compose(request ->
                        request.putHeader("Content-Type", "application/json").send(body))
                .compose(response -> response.body()
                        .map(got -> new Answer(response.statusCode(), got.toString(StandardCharsets.UTF_8)))));
    }

    Answer get(String path) {
        return ask(HttpMethod.GET, path, Buffer.buffer());
    }

    static void until(String what, Duration most, BooleanSupplier condition) {
        Instant last = Instant.now().plus(most);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(last);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    long said(String text) {
        return people.messages().stream()
                .filter(message -> message.contains(text))
                .count();
    }

    static void wait(Duration wait) {
        Instant end = Instant.now().plus(wait);
        until("time passes", wait.plusSeconds(5), () -> Instant.now().isAfter(end));
    }

    static Trouble full(Path disk) {
        return new Trouble() {
            @Override
            public void begin() throws IOException {
                fill(disk);
            }

            @Override
            public void end() throws IOException {
                Files.delete(disk.resolve("filler"));
            }
        };
    }

    static Trouble behind(FaultProxy proxy, Fault fault) {
        return new Trouble() {
            @Override
            public void begin() {
                proxy.set(fault);
            }

            @Override
            public void end() {
                proxy.set(Fault.NONE);
            }
        };
    }

    interface OnPostgres {
        void run(FaultProxy proxy, String url) throws Exception;
    }

    void withPostgres(OnPostgres test) throws Exception {
        try (RealPostgres postgres = RealPostgres.start();
                FaultProxy proxy = FaultProxy.before(vertx, postgres.port())) {
            postgres.execute("CREATE ROLE probation LOGIN", "CREATE DATABASE probation OWNER probation");
            test.run(proxy, "postgresql://probation@127.0.0.1:" + proxy.port() + "/probation");
        }
    }
}
