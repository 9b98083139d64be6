package dev.probation.agent.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Target;
import dev.probation.agent.probe.Checks;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.postgres.PostgresCheck.Measure;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.TestCertificate;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Before a server that begins TLS as PostgreSQL does, and closes the connection once TLS is there. */
@SuppressWarnings("NullAway.Init") // start, which JUnit calls first
class PostgresTlsTest {

    private static final Duration GENEROUS = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Time time = new VertxTime(vertx, vertx.getOrCreateContext());
    private TestCertificate certificate;
    private NetServer server;

    @BeforeEach
    void start() throws IOException {
        certificate = TestCertificate.in(folder);
        server = vertx.createNetServer().connectHandler(this::secure);
        Await.done(server.listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        Await.done(server.close());
        Await.done(vertx.close());
    }

    private void secure(NetSocket socket) {
        ServerSSLOptions tls = new ServerSSLOptions().setKeyCertOptions(certificate.key());
        socket.handler(asked -> {
            socket.handler(null);
            Future<Void> unused = socket.write("S")
                    .compose(agreed -> socket.upgradeToSsl(tls))
                    .eventually(socket::close);
        });
    }

    private Failed ask(Path caFile) {
        PostgresTarget settings = new PostgresTarget(
                "localhost",
                server.actualPort(),
                "shop",
                "watcher",
                Optional.empty(),
                "verify-full",
                Optional.of(caFile));
        TargetClient client =
                new PostgresKind().connect(new Target("db", "postgres", settings), new ProbeContext(vertx, time));
        Outcome outcome = Await.result(client.probe(Checks.of(new PostgresCheck(Measure.CONNECTIONS, false), GENEROUS))
                .ask(time.now()));
        Await.done(client.close());
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "root:x:0:0, holds no line -----BEGIN CERTIFICATE-----",
        ", cannot be read (there is no such file or folder)"
    })
    void anAuthorityThatCannotBeReadIsTheAgentsFault(String content, String fault) throws IOException {
        Path file = folder.resolve("agents-own.pem");
        if (content != null) {
            Files.writeString(file, content);
        }

        Failed failed = ask(file);

        assertThat(failed.cause()).isEqualTo(Cause.AGENT_FAULT);
        assertThat(failed.detail()).endsWith("the ca-file " + file + ' ' + fault);
    }

    /** Which the driver would read otherwise than everybody else. */
    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF%s", "%s-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"})
    void whatElseIsInTheFileOfAnAuthorityDoesNotMatter(String content) throws IOException {
        String pem = Files.readString(certificate.pem());

        Failed failed = ask(Files.writeString(folder.resolve("bundle.pem"), content.replace("%s", pem)));

        assertThat(failed.cause()).as(failed.detail()).isEqualTo(Cause.RESET);
    }

    @Test
    void aServerThatIsNotTrustedIsItsOwnFault() throws IOException {
        Path other = TestCertificate.in(Files.createDirectory(folder.resolve("other")))
                .pem();

        assertThat(ask(other).cause()).isEqualTo(Cause.TLS);
        assertThat(ask(certificate.pem()).cause()).isEqualTo(Cause.RESET);
    }
}
