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
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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

    /** Each is made by programs of the JDK, which takes seconds. */
    @TempDir
    private static Path keys;

    private static TestCertificate certificate;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Time time = new VertxTime(vertx, vertx.getOrCreateContext());
    private final AtomicReference<Certificate> presented = new AtomicReference<>();
    private Duration slowness = Duration.ZERO;
    private NetServer server;

    @BeforeAll
    static void certify() throws IOException {
        certificate = TestCertificate.in(keys);
    }

    @BeforeEach
    void start() {
        server = vertx.createNetServer().connectHandler(this::secure);
        Await.done(server.listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        Await.done(server.close());
        Await.done(vertx.close());
    }

    private void secure(NetSocket socket) {
        ServerSSLOptions tls = new ServerSSLOptions()
                .setKeyCertOptions(certificate.key())
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(certificate.pem().toString()))
                .setClientAuth(ClientAuth.REQUEST);
        socket.handler(asked -> {
            socket.handler(null);
            Future<Void> unused = vertx.timer(1 + slowness.toMillis(), TimeUnit.MILLISECONDS)
                    .compose(waited -> socket.write("S"))
                    .compose(agreed -> socket.upgradeToSsl(tls))
                    .onSuccess(secured -> certificateOfClient(socket).ifPresent(presented::set))
                    .eventually(socket::close);
        });
    }

    private static Optional<Certificate> certificateOfClient(NetSocket socket) {
        try {
            return Optional.of(socket.sslSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
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

    /** The pool is asked in turns of a second, and goes on with the same login meanwhile. */
    @Test
    void aSlowLoginHasTheTimeOfTheCheck() {
        slowness = Duration.ofMillis(2_500);

        assertThat(ask(certificate.pem()).cause()).isEqualTo(Cause.RESET);
    }

    /** As libpq does, and the driver's own factory. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void presentsTheCertificateInTheUsersHomeWhereTheServerAsksForOne(boolean inPem) throws Exception {
        own(inPem, "rw-------");

        assertThat(askAtHome().cause()).isEqualTo(Cause.RESET);

        try (InputStream pem = Files.newInputStream(certificate.pem())) {
            assertThat(presented)
                    .hasValue(CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
    }

    @Test
    void presentsNoCertificateWhereThereIsNone() throws IOException {
        assertThat(askAtHome().cause()).isEqualTo(Cause.RESET);

        assertThat(presented).hasNullValue();
    }

    @Test
    void saysWhyItPresentsNoCertificateThatIsThere() throws Exception {
        own(false, "rw-r--r--");

        assertThat(askAtHome().detail()).contains("postgresql.pk8", "permissions");
        assertThat(presented).hasNullValue();
    }

    private void own(boolean inPem, String permissions) throws Exception {
        Path own = Files.createDirectory(folder.resolve(".postgresql"));
        Files.copy(certificate.pem(), own.resolve("postgresql.crt"));
        byte[] key = certificate.privateKey();
        String pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
        Path file = Files.write(own.resolve("postgresql.pk8"), inPem ? pem.getBytes(StandardCharsets.US_ASCII) : key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /** By a user whose home is the folder of the test. */
    private Failed askAtHome() {
        String home = System.setProperty("user.home", folder.toString());
        try {
            return ask(certificate.pem());
        } finally {
            System.setProperty("user.home", home);
        }
    }
}
