package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.command.VertxFactory;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ConfigText;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.FaultProxy.Fault;
import dev.probation.agent.servers.RealPostgres;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole agent, whose store fails: nobody is left in the dark, nothing is signalled that is not on disk, and what was
 * decided is signalled once when the store is back. The profile {@code long} tries more cases; {@code -Dprobation.gone=PT5M}
 * has PostgreSQL gone for five minutes.
 */
@AllowForbiddenApi("mounts small file systems, and waits for real time to pass")
class StoreFaultsIT {

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
            notify:
              oncall:
                pagerduty: { routing-key: 0123456789abcdef0123456789abcdef, url: "http://127.0.0.1:<people>/pagerduty" }
                on: [ failing, rollback, blind ]
              team:
                slack: { url: "http://127.0.0.1:<people>/slack" }
                on: [ started, window, failing, recovered, rollback, blind, passed ]
            """;

    private static final Duration GONE = Duration.parse(System.getProperty("probation.gone", "PT5S"));

    @TempDir
    private Path folder;

    private final People people = new People();
    private final Vertx vertx = VertxFactory.create();
    /** Held, since Vert.x closes a client that nobody holds. */
    private final HttpClient client = vertx.createHttpClient();

    private volatile int health = 200;
    private int appPort;
    private Optional<Path> mounted = Optional.empty();
    private Optional<Agent> agent = Optional.empty();

    /** What befalls the store, and its end. */
    private interface Trouble {
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

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** A disk of 6 MB; only root may have one, and elsewhere the case says that it was not tried. */
    private Path smallDisk() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString()) == 0, "may not mount a tmpfs");
        mounted = Optional.of(disk);
        return disk;
    }

    private Config config(String store) throws IOException {
        return new ConfigText(CONFIGURATION)
                .with("store", store)
                .with("app", appPort)
                .with("people", people.port())
                .with("secret", People.SECRET)
                .load(folder);
    }

    private static void fill(Path disk) throws IOException {
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

    private record Answer(int status, String body) {}

    private Answer ask(HttpMethod method, String path, Buffer body) {
        return Await.result(client.request(method, agent.orElseThrow().port(), "127.0.0.1", path)
                .compose(request ->
                        request.putHeader("Content-Type", "application/json").send(body))
                .compose(response -> response.body()
                        .map(got -> new Answer(response.statusCode(), got.toString(StandardCharsets.UTF_8)))));
    }

    private Answer get(String path) {
        return ask(HttpMethod.GET, path, Buffer.buffer());
    }

    private static void until(String what, Duration most, BooleanSupplier condition) {
        Instant last = Instant.now().plus(most);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(last);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private long said(String text) {
        return people.messages().stream()
                .filter(message -> message.contains(text))
                .count();
    }

    private static void wait(Duration wait) {
        Instant end = Instant.now().plus(wait);
        until("time passes", wait.plusSeconds(5), () -> Instant.now().isAfter(end));
    }

    private static Trouble full(Path disk) {
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

    @Test
    void aFullDisk() throws Exception {
        Path disk = smallDisk();
        failWhileWatching("sqlite:" + disk.resolve("probation.db"), Duration.ofSeconds(5), "disk is full", full(disk));
    }

    private static Trouble behind(FaultProxy proxy, Fault fault) {
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

    @Test
    void aPostgresThatIsGone() throws Exception {
        withPostgres((proxy, url) -> failWhileWatching(url, GONE, "cannot be reached", behind(proxy, Fault.RESET)));
    }

    @Test
    @Tag("long")
    void aPostgresThatHangs() throws Exception {
        withPostgres((proxy, url) -> failWhileWatching(url, GONE, "", behind(proxy, Fault.HANG)));
    }

    @Test
    @Tag("long")
    void aPostgresThatIsRestarted() throws Exception {
        try (RealPostgres postgres = RealPostgres.start()) {
            postgres.execute("CREATE ROLE probation LOGIN", "CREATE DATABASE probation OWNER probation");
            String url = "postgresql://probation@127.0.0.1:" + postgres.port() + "/probation";
            String id = watch(config(url));
            postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'probation'");
            health = 500;

            until(
                    "a rollback signal",
                    Duration.ofSeconds(30),
                    () -> !people.signals().isEmpty());

            assertThat(people.signalIds()).hasSize(1);
            assertThat(said("store cannot be used")).isZero();
            endAndCompare(url, id);
        }
    }

    private interface OnPostgres {
        void run(FaultProxy proxy, String url) throws Exception;
    }

    private void withPostgres(OnPostgres test) throws Exception {
        try (RealPostgres postgres = RealPostgres.start();
                FaultProxy proxy = FaultProxy.before(vertx, postgres.port())) {
            postgres.execute("CREATE ROLE probation LOGIN", "CREATE DATABASE probation OWNER probation");
            test.run(proxy, "postgresql://probation@127.0.0.1:" + proxy.port() + "/probation");
        }
    }

    private String watch(Config config) {
        agent = Optional.of(Await.result(Agent.start(vertx, config)));
        DeploymentView view = Await.result(agent.orElseThrow().deployments().announce("shop", "1.4.2", null, false));
        until("people read of the start", Duration.ofSeconds(20), () -> said("watching") == 1);
        return view.stored().deployment().id();
    }

    private void failWhileWatching(String url, Duration gone, String why, Trouble trouble) throws Exception {
        String id = watch(config(url));
        trouble.begin();
        health = 500;
        Instant began = Instant.now();

        until(
                "a page without the store",
                Duration.ofSeconds(40),
                () -> people.pages("trigger").stream().anyMatch(page -> page.endsWith("/health")));
        Duration told = Duration.between(began, Instant.now());
        until("the alarm about the store", Duration.ofSeconds(40), () -> said("store cannot be used") == 1);
        assertThat(people.signals()).isEmpty();
        Answer healthy = get("/-/healthy");
        assertThat(healthy.status()).isEqualTo(503);
        assertThat(healthy.body()).contains(why);
        Answer refused = ask(
                HttpMethod.POST,
                "/api/v1/deployments",
                new JsonObject().put("service", "shop").put("version", "1.5.0").toBuffer());
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(get("/metrics").status()).isEqualTo(200);
        wait(gone);
        assertThat(people.signals()).isEmpty();
        assertThat(said("store cannot be used")).isEqualTo(1);

        trouble.end();
        Instant back = Instant.now();
        until(
                "a rollback signal",
                Duration.ofSeconds(60),
                () -> !people.signals().isEmpty());
        Duration signalled = Duration.between(back, Instant.now());
        until("the alarm's end", Duration.ofSeconds(40), () -> said("store can be used again") == 1);
        assertThat(people.signalIds()).hasSize(1);
        assertThat(get("/-/healthy").status()).isEqualTo(200);
        System.out.println(url.replaceAll(":.*", "") + ": people told after " + told + ", signalled " + signalled
                + " after the store was back, messages " + people.messages());
        endAndCompare(url, id);
    }

    /** What the store has in the end is what happened, without a gap. */
    private void endAndCompare(String url, String id) {
        until(
                "the signal is in the journal",
                Duration.ofSeconds(20),
                () -> get("/api/v1/deployments/" + id).body().contains("signalled"));
        Await.done(agent.orElseThrow().stop());
        agent = Optional.empty();
        try (Store store = StoreFactory.open(url)) {
            List<JournalEntry> journal = store.journal().of(id);
            assertThat(journal).extracting(JournalEntry::kind).doesNotContain(Kind.GAP, Kind.UNDELIVERED);
            assertThat(journal.stream().filter(entry -> entry.kind() == Kind.ROLLBACK_DECIDED))
                    .hasSize(1);
            assertThat(store.deployments().decision(id)).isPresent();
        }
    }

    /** The agent waits for its store, listening; then it goes on by itself. */
    private void waitsForItsStore(String url, String why, Trouble trouble) throws Exception {
        trouble.begin();
        Agent waiting = Agent.of(vertx, config(url));
        agent = Optional.of(waiting);
        Future<Void> started = waiting.start();
        until("it listens", Duration.ofSeconds(20), () -> waiting.port() > 0);

        until(
                "it says why",
                Duration.ofSeconds(20),
                () -> get("/-/healthy").body().contains(why));
        assertThat(get("/-/healthy").status()).isEqualTo(503);
        assertThat(get("/-/ready").status()).isEqualTo(503);
        assertThat(get("/metrics").body()).contains("probation_heartbeat_timestamp_seconds NaN");
        assertThat(get("/api/v1/deployments").status()).isEqualTo(503);
        until("people are told", Duration.ofSeconds(60), () -> said("store cannot be used") == 1);
        assertThat(started.isComplete()).isFalse();

        trouble.end();
        until("it is ready", Duration.ofSeconds(30), () -> get("/-/ready").status() == 200);
        until("the alarm's end", Duration.ofSeconds(20), () -> said("store can be used again") == 1);
        assertThat(started.succeeded()).isTrue();
    }

    @Test
    void aFileThatIsDamagedAtTheStart() throws Exception {
        Path file = folder.resolve("probation.db");
        waitsForItsStore("sqlite:" + file, "Restore it from a backup", new Trouble() {
            @Override
            public void begin() throws IOException {
                Files.writeString(file, "no database at all ".repeat(1_000));
            }

            @Override
            public void end() throws IOException {
                assertThat(file).content().startsWith("no database at all");
                Files.delete(file);
            }
        });
    }

    @Test
    @Tag("long")
    void aDiskThatIsFullAtTheStart() throws Exception {
        Path disk = smallDisk();
        waitsForItsStore("sqlite:" + disk.resolve("probation.db"), "disk", full(disk));
    }

    @Test
    @Tag("long")
    void aDiskThatIsReadOnlyAtTheStart() throws Exception {
        Path disk = smallDisk();
        waitsForItsStore("sqlite:" + disk.resolve("probation.db"), "let the agent write to it", new Trouble() {
            @Override
            public void begin() throws Exception {
                assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
            }

            @Override
            public void end() throws Exception {
                assertThat(run("mount", "-o", "remount,rw", disk.toString())).isZero();
            }
        });
    }

    @Test
    @Tag("long")
    void aPostgresThatIsNotThereYet() throws Exception {
        withPostgres((proxy, url) -> waitsForItsStore(url, "cannot be", behind(proxy, Fault.RESET)));
    }
}
