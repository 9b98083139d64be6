package dev.probation.agent.probe.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.probe.ProbeContract;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.redis.RedisCheck.Measure;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.RealRedis;
import dev.probation.agent.servers.TestCertificate;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

@SuppressWarnings("NullAway.Init") // startServer, which the contract calls first
class RedisProbeIT extends ProbeContract {

    private static final RedisCheck BYTES = new RedisCheck(Measure.MEMORY, false);
    private static final RedisCheck SHARE = new RedisCheck(Measure.MEMORY, true);
    private static final long LIMIT = 64L << 20;

    @TempDir
    static Path folder;

    private RealRedis redis;

    @Override
    protected ProbeKind kind() {
        return new RedisKind();
    }

    @Override
    protected TargetSettings target(String host, int port) {
        return target(host, port, "watcher", "s3cret");
    }

    private static RedisTarget target(String host, int port, String user, String password) {
        return new RedisTarget(
                host, port, 0, Optional.of(user), Optional.of(new Secret(password)), false, Optional.empty(), false);
    }

    private static RedisTarget anonymous(int port) {
        return new RedisTarget(
                "127.0.0.1", port, 3, Optional.empty(), Optional.empty(), false, Optional.empty(), false);
    }

    @Override
    protected ProbeSettings question() {
        return SHARE;
    }

    @Override
    protected int startServer() throws IOException {
        redis = RealRedis.start("maxmemory " + LIMIT, "user watcher on >s3cret +info", "user blind on >s3cret +ping");
        return redis.port();
    }

    @Override
    protected void stopServer() throws IOException {
        redis.close();
    }

    private Outcome ask(String user, String password, RedisCheck check) {
        return askOnce(target("127.0.0.1", redis.port(), user, password), check);
    }

    @Test
    void measuresMemoryAgainstItsLimit() {
        double before = ((Outcome.Measured) ask("watcher", "s3cret", BYTES)).value();
        try (Jedis jedis = redis.connect()) {
            assertThat(jedis.set("big", "x".repeat(16 << 20))).isEqualTo("OK");

            Outcome.Measured bytes = (Outcome.Measured) ask("watcher", "s3cret", BYTES);
            Outcome.Measured share = (Outcome.Measured) ask("watcher", "s3cret", SHARE);

            assertThat(bytes.value() - before).isBetween(16e6, 45e6);
            assertThat(share.value()).isBetween(0.25, 0.7);
            assertThat(share.detail()).matches("[\\d.]+ MiB of 64 MiB \\(maxmemory\\)");
            assertThat(jedis.del("big")).isEqualTo(1);
        }
    }

    @Test
    void hasNoShareWithoutALimit() throws IOException {
        try (RealRedis unlimited = RealRedis.start("maxmemory 0")) {
            assertThat(askOnce(anonymous(unlimited.port()), SHARE))
                    .isEqualTo(new Outcome.NoData("no limit configured (maxmemory 0)"));
            assertThat(detailOf(askOnce(anonymous(unlimited.port()), BYTES))).endsWith(", no limit configured");
        }
    }

    @Test
    void tellsTheRuleThatIsMissing() {
        Outcome outcome = ask("blind", "s3cret", SHARE);

        assertThat(causeOf(outcome)).isEqualTo(Cause.DENIED);
        assertThat(detailOf(outcome)).contains("NOPERM", "ACL SETUSER blind +info");
    }

    @Test
    void tellsAWrongOrMissingPassword() throws IOException {
        assertThat(causeOf(ask("watcher", "wr0ng", SHARE))).isEqualTo(Cause.DENIED);
        assertThat(detailOf(ask("watcher", "wr0ng", SHARE)))
                .contains("WRONGPASS")
                .doesNotContain("wr0ng");
        try (RealRedis locked = RealRedis.start("requirepass s3cret")) {
            Outcome outcome = askOnce(anonymous(locked.port()), SHARE);

            assertThat(causeOf(outcome)).isEqualTo(Cause.DENIED);
            assertThat(detailOf(outcome)).contains("NOAUTH");
        }
    }

    @Test
    void speaksTlsWithTheConfiguredAuthority() throws IOException {
        TestCertificate certificate = TestCertificate.in(folder);
        // held to the end: one that nobody holds is closed with its connections, once the memory is cleaned up
        NetClient client = vertx.createNetClient();
        NetServer server = vertx.createNetServer(new NetServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setKeyCertOptions(certificate.key()))
                .connectHandler(near -> pipe(near, client));
        Await.done(server.listen());
        int port = server.actualPort();

        assertThat(askOnce(tls("localhost", port, Optional.of(certificate.pem()), false), SHARE))
                .isInstanceOf(Outcome.Measured.class);
        assertThat(askOnce(tls("127.0.0.1", port, Optional.empty(), true), SHARE))
                .isInstanceOf(Outcome.Measured.class);
        assertThat(causeOf(askOnce(tls("127.0.0.1", port, Optional.of(certificate.pem()), false), SHARE)))
                .isEqualTo(Cause.TLS);
        assertThat(causeOf(askOnce(tls("localhost", port, Optional.empty(), false), SHARE)))
                .isEqualTo(Cause.TLS);
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Outcome unprepared = askOnce(tls("localhost", port, Optional.of(empty), false), SHARE);
        assertThat(causeOf(unprepared)).isEqualTo(Cause.AGENT_FAULT);
        assertThat(detailOf(unprepared)).endsWith("the ca-file " + empty + " is empty");
        Await.done(client.close());
        Await.done(server.close());
    }

    @Test
    void tellsTheServerAlsoANameWithoutADot() throws IOException {
        TestCertificate certificate = TestCertificate.in(Files.createDirectory(folder.resolve("sni")));
        AtomicReference<String> told = new AtomicReference<>("");
        NetClient client = vertx.createNetClient();
        NetServer server = vertx.createNetServer(new NetServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(certificate.key()))
                .connectHandler(near -> {
                    told.set(String.valueOf(near.indicatedServerName()));
                    pipe(near, client);
                });
        Await.done(server.listen());

        assertThat(askOnce(tls("localhost", server.actualPort(), Optional.of(certificate.pem()), false), SHARE))
                .isInstanceOf(Outcome.Measured.class);

        assertThat(told).hasValue("localhost");
        Await.done(client.close());
        Await.done(server.close());
    }

    @Test
    void aUsersNameIsTakenAsItIs() throws IOException {
        try (RealRedis other = RealRedis.start("maxmemory " + LIMIT, "user probe@corp.example on >s3cret +info")) {
            Outcome outcome = askOnce(target("127.0.0.1", other.port(), "probe@corp.example", "s3cret"), SHARE);

            assertThat(outcome).isInstanceOf(Outcome.Measured.class);
        }
    }

    private static RedisTarget tls(String host, int port, Optional<Path> ca, boolean insecure) {
        return new RedisTarget(
                host, port, 0, Optional.of("watcher"), Optional.of(new Secret("s3cret")), true, ca, insecure);
    }

    private void pipe(NetSocket near, NetClient client) {
        near.pause();
        client.connect(redis.port(), "127.0.0.1").onSuccess(far -> {
            near.closeHandler(closed -> far.close());
            far.closeHandler(closed -> near.close());
            far.handler(near::write);
            near.handler(far::write);
            near.resume();
        });
    }

    @Test
    void tellsAServerThatIsNoRedis() {
        NetServer server = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(socket -> socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
        Await.done(server.listen());

        assertThat(causeOf(askOnce(anonymous(server.actualPort()), SHARE))).isEqualTo(Cause.BAD_BODY);

        Await.done(server.close());
    }
}
