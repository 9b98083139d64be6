package dev.probation.agent.receiver.notify.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.notify.email.EmailSettings.Login;
import dev.probation.agent.receiver.notify.email.EmailSettings.Tls;
import dev.probation.agent.receiver.notify.email.FakeMailServer.Secrecy;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.FaultProxy.Fault;
import dev.probation.agent.servers.OwnResolver;
import dev.probation.agent.servers.TestCertificate;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailReceiverTest {

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static TestCertificate certificate;

    private FakeMailServer server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        vertx = Vertx.vertx();
        certificate = TestCertificate.in(folder);
    }

    @AfterAll
    static void stopVertx() {
        Await.done(vertx.close());
    }

    @BeforeEach
    void startServer() {
        server = FakeMailServer.plain();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private static EmailSettings plain(int port, String... to) {
        return settings("localhost", port, Tls.NONE, Optional.empty(), to);
    }

    private static EmailSettings settings(String host, int port, Tls tls, Optional<String> password, String... to) {
        return new EmailSettings(
                to.length == 0 ? List.of("On Call <oncall@example.com>", "lead@example.com") : List.of(to),
                "Probation <probation@example.com>",
                host,
                port,
                password.map(known -> new Login("probation", new Secret(known))),
                tls,
                Optional.of(certificate.pem()));
    }

    private static Receiver open(EmailSettings settings) {
        return new EmailKind()
                .open(
                        new ReceiverConfig("mail", "email", settings, Set.of(NotificationEvent.FAILING)),
                        new ReceiverContext(vertx, new VertxTime(vertx, vertx.getOrCreateContext())));
    }

    private static Delivery send(EmailSettings settings, Notice notice) {
        return await(open(settings).send(NoticeFixture.message("m1", "mail", notice)));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sendsPlainTextToEachAddress() throws Exception {
        Delivery delivery = send(plain(server.port()), NoticeFixture.failing("p95 612 ms – zu groß"));

        assertThat(delivery).isEqualTo(new Delivered("SMTP 250"));
        assertThat(server.recipients).containsExactly("oncall@example.com", "lead@example.com");
        MimeMessage mail = server.taken.get(0);
        assertThat(mail.getSubject()).isEqualTo("bookreader 1.4.2: p95-latency is failing");
        assertThat(mail.getFrom()[0]).hasToString("Probation <probation@example.com>");
        assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("Date")).isNotEmpty();
        assertThat(mail.getContent().toString().replace("\r\n", "\n")).isEqualTo("""
                bookreader 1.4.2: p95-latency is failing

                p95 612 ms – zu groß

                Check: p95-latency
                Observed: 612 ms
                Expected: < 500 ms
                At: 2026-01-31T12:00:00Z

                More: https://probation.example.com/deployments/bookreader-1
                """);
    }

    @Test
    void aRepeatIsTheSameMessageAndARecoveryIsInTheSameThread() throws Exception {
        Receiver receiver = open(plain(server.port()));
        assertThat(await(receiver.send(NoticeFixture.message("m1", "mail", NoticeFixture.failing("x")))))
                .isNotNull();
        assertThat(await(receiver.send(NoticeFixture.message("m1", "mail", NoticeFixture.failing("x")))))
                .isNotNull();
        assertThat(await(receiver.send(NoticeFixture.message("m2", "mail", NoticeFixture.recovered()))))
                .isNotNull();

        MimeMessage first = server.taken.get(0);
        MimeMessage recovery = server.taken.get(2);
        assertThat(server.taken.get(1).getMessageID()).isEqualTo(first.getMessageID());
        assertThat(recovery.getMessageID()).isNotEqualTo(first.getMessageID());
        assertThat(first.getMessageID()).matches("<probation\\.[0-9a-f]{32}@example\\.com>");
        assertThat(recovery.getHeader("References"))
                .isEqualTo(first.getHeader("References"))
                .isEqualTo(recovery.getHeader("In-Reply-To"));
    }

    @Test
    void showsWhatIsSaidToEverybodyFirst() throws Exception {
        Notice started = Notice.of(
                        NotificationEvent.STARTED,
                        IncidentAction.INFO,
                        NoticeFixture.NOON,
                        NoticeFixture.deployment("1.4.2"),
                        "went live at noon")
                .announced("A new version is going out.");

        assertThat(send(plain(server.port()), started)).isInstanceOf(Delivered.class);

        assertThat(server.taken.get(0).getContent().toString())
                .startsWith("A new version is going out.\r\n\r\n--\r\n\r\nbookreader 1.4.2: is being watched");
    }

    @Test
    void aLineBreakInAVersionBeginsNoHeader() throws Exception {
        Notice notice = NoticeFixture.rollback("1.4\r\nBcc: victim@example.com\r\n\r\nbody\u2028");

        assertThat(send(plain(server.port()), notice)).isInstanceOf(Delivered.class);

        MimeMessage mail = server.taken.get(0);
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getSubject())
                .isEqualTo("bookreader 1.4 Bcc: victim@example.com body : rollback")
                .doesNotContain("\n");
        assertThat(server.recipients).hasSize(2);
    }

    @Test
    void noTextTurnsItsDirection() throws Exception {
        assertThat(send(plain(server.port()), NoticeFixture.hostile())).isInstanceOf(Delivered.class);

        MimeMessage mail = server.taken.get(0);
        assertThat(mail.getSubject()).doesNotContain("\u202E");
        assertThat(mail.getContent().toString()).doesNotContain("\u202E");
    }

    @Test
    void theLargestMessageIsCut() throws Exception {
        assertThat(send(plain(server.port()), NoticeFixture.failing("🚀".repeat(200_000))))
                .isInstanceOf(Delivered.class);

        assertThat(server.taken.get(0).getContent().toString().codePoints().count())
                .isBetween(40_000L, 50_100L);
    }

    @ParameterizedTest
    @EnumSource(value = Secrecy.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void logsInOverTls(Secrecy secrecy) throws Exception {
        try (FakeMailServer secret = FakeMailServer.secret(secrecy, vertx, certificate.key())) {
            EmailSettings settings =
                    settings("localhost", secret.port(), Tls.valueOf(secrecy.name()), Optional.of("canary-password"));

            assertThat(send(settings, NoticeFixture.failing("x"))).isInstanceOf(Delivered.class);
            assertThat(secret.taken).hasSize(1);
        }
    }

    @Test
    void aWrongPasswordIsRefusedWithWhatToDo() throws Exception {
        try (FakeMailServer secret = FakeMailServer.secret(Secrecy.STARTTLS, vertx, certificate.key())) {
            Optional<String> wrong = Optional.of("canary-wrong");

            assertThat(send(settings("localhost", secret.port(), Tls.STARTTLS, wrong), NoticeFixture.failing("x")))
                    .isEqualTo(new Refused(
                            DeliveryFailure.REFUSED, "SMTP 535, login refused; check user and password-file"));
        }
    }

    @Test
    void noUserWhereOneIsAskedForIsRefusedWithWhatToDo() throws Exception {
        try (FakeMailServer secret = FakeMailServer.secret(Secrecy.STARTTLS, vertx, certificate.key())) {
            assertThat(send(
                            settings("localhost", secret.port(), Tls.STARTTLS, Optional.empty()),
                            NoticeFixture.failing("x")))
                    .isEqualTo(new Refused(
                            DeliveryFailure.REFUSED, "SMTP 530, login refused; check user and password-file"));
        }
    }

    @Test
    void doesNotSpeakInClearWhereTlsIsDemanded() {
        Delivery delivery = send(
                settings("localhost", server.port(), Tls.STARTTLS, Optional.of("canary")), NoticeFixture.failing("x"));

        assertThat(((TryAgain) delivery).why()).isEqualTo(DeliveryFailure.BROKEN);
        assertThat(server.taken).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Secrecy.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void trustsNoCertificateOfAnotherName(Secrecy secrecy) throws Exception {
        try (FakeMailServer secret = FakeMailServer.secret(secrecy, vertx, certificate.key())) {
            Optional<String> password = Optional.of("canary-password");
            Delivery delivery = send(
                    settings("127.0.0.1", secret.port(), Tls.valueOf(secrecy.name()), password),
                    NoticeFixture.failing("x"));

            assertThat(delivery)
                    .isEqualTo(
                            new TryAgain(DeliveryFailure.UNREACHABLE, "no trusted TLS connection", Optional.empty()));
            assertThat(secret.taken).isEmpty();
        }
    }

    @Test
    void isTriedAgainWhereItsAuthorityCannotBeRead() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        try (FakeMailServer secret = FakeMailServer.secret(Secrecy.TLS, vertx, certificate.key())) {
            EmailSettings whole = settings("localhost", secret.port(), Tls.TLS, Optional.of("canary-password"));
            EmailSettings settings = new EmailSettings(
                    whole.to(),
                    whole.from(),
                    whole.host(),
                    whole.port(),
                    whole.login(),
                    whole.tls(),
                    Optional.of(empty));

            assertThat(send(settings, NoticeFixture.failing("x")))
                    .isEqualTo(new TryAgain(
                            DeliveryFailure.OTHER, "the ca-file " + empty + " is empty", Optional.empty()));
            assertThat(secret.taken).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"421, true", "450, true", "452, true", "550, false", "552, false", "554, false"})
    void aRefusalForNowIsTriedAgainAndOneForGoodIsNot(int code, boolean again) {
        server.dataCode = code;

        Delivery delivery = send(plain(server.port()), NoticeFixture.failing("x"));

        assertThat(delivery instanceof TryAgain).isEqualTo(again);
        assertThat(delivery instanceof Refused).isEqualTo(!again);
        assertThat(delivery.toString()).contains("SMTP " + code).doesNotContain("canary");
    }

    @Test
    void anAddressThatIsGoneIsRefusedWithoutShowingIt() {
        assertThat(send(plain(server.port(), "gone@example.com"), NoticeFixture.failing("x")))
                .isEqualTo(new Refused(DeliveryFailure.REFUSED, "SMTP 550, an address was refused; check to"));

        server.goneCode = 450;
        assertThat(send(plain(server.port(), "gone@example.com"), NoticeFixture.failing("x")))
                .isEqualTo(new TryAgain(DeliveryFailure.SERVER_ERROR, "SMTP 450", Optional.empty()));
    }

    @Test
    void oneAddressThatIsGoneDoesNotKeepTheOthersFromBeingTold() {
        assertThat(send(plain(server.port(), "gone@example.com", "lead@example.com"), NoticeFixture.failing("x")))
                .isEqualTo(new Delivered("accepted for 1 of 2 addresses"));
        assertThat(server.recipients).containsExactly("lead@example.com");
    }

    @ParameterizedTest
    @CsvSource({"localhost, 1, connection refused", "no-such-host.invalid, 25, its name does not resolve"})
    void isTriedAgainWhereNobodyListens(String host, int port, String detail) {
        Delivery delivery = send(settings(host, port, Tls.NONE, Optional.empty()), NoticeFixture.failing("x"));

        assertThat(((TryAgain) delivery).why()).isEqualTo(DeliveryFailure.UNREACHABLE);
        assertThat(((TryAgain) delivery).detail()).isEqualTo(detail);
    }

    /** A resolver that fails would hold up a mail for the name of this machine, which the library asks for. */
    @Test
    void introducesItselfByItsAddressWithoutLookingItsNameUp() {
        assertThat(send(plain(server.port()), NoticeFixture.failing("x"))).isInstanceOf(Delivered.class);

        assertThat(server.greetings).containsExactly("[127.0.0.1]");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, [192.0.2.7]",
        "2001:db8::1, [IPv6:2001:db8:0:0:0:0:0:1]",
        "fe80::1%1, [IPv6:fe80:0:0:0:0:0:0:1]"
    })
    void anAddressIsIntroducedInTheFormOfItsKind(String address, String expected) throws Exception {
        assertThat(MailAttempt.literal(InetAddress.getByName(address))).isEqualTo(expected);
    }

    private static Receiver named(int port, OwnResolver resolver) {
        Time time = new VertxTime(vertx, vertx.getOrCreateContext());
        return new EmailReceiver(
                settings("mail.test", port, Tls.NONE, Optional.empty()), time, new HostNames(vertx, time, resolver));
    }

    private static Delivery send(Receiver receiver) {
        return await(receiver.send(NoticeFixture.message("m1", "mail", NoticeFixture.failing("x"))));
    }

    @Test
    void followsTheServerToAnotherAddress() {
        OwnResolver resolver = new OwnResolver("127.0.0.1");
        try (FaultProxy proxy = FaultProxy.before(vertx, server.port());
                FaultProxy moved = proxy.at("127.0.0.2")) {
            Receiver receiver = named(proxy.port(), resolver);
            assertThat(send(receiver)).isInstanceOf(Delivered.class);
            resolver.say("127.0.0.2");

            assertThat(send(receiver)).isInstanceOf(Delivered.class);

            assertThat(proxy.accepted()).isEqualTo(1);
            assertThat(moved.accepted()).isEqualTo(1);
        }
    }

    @Test
    void triesEachAddressOfTheServer() {
        assertThat(send(named(server.port(), new OwnResolver("127.0.0.3", "127.0.0.1"))))
                .isInstanceOf(Delivered.class);
    }

    @Test
    void saysThatTheResolverFails() {
        OwnResolver resolver = new OwnResolver();
        resolver.fail("Temporary failure in name resolution");

        assertThat(send(named(server.port(), resolver)))
                .isEqualTo(new TryAgain(
                        DeliveryFailure.UNREACHABLE,
                        "its name could not be looked up: the resolver failed",
                        Optional.empty()));
    }

    @Test
    void saysThatTheResolverIsSilent() {
        OwnResolver resolver = new OwnResolver();
        resolver.fallSilent();

        assertThat(send(named(server.port(), resolver)))
                .isEqualTo(new TryAgain(
                        DeliveryFailure.UNREACHABLE,
                        "its name could not be looked up: the resolver did not answer in time",
                        Optional.empty()));
        resolver.end();
    }

    @Test
    void isTriedAgainWhereTheGreetingBreaksOff() {
        try (FaultProxy proxy = FaultProxy.before(vertx, server.port())) {
            proxy.set(Fault.HALF);

            Delivery delivery = send(plain(proxy.port()), NoticeFixture.failing("x"));

            assertThat(((TryAgain) delivery).why()).isEqualTo(DeliveryFailure.BROKEN);
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            linger, said
            -1, ' '
            0, ' '
            0, '220 mail.example.com'
            -1, 'hello, who are you?'
            """)
    void isTriedAgainWhereTheConnectionBreaks(int linger, String said) {
        NetServer breaking = vertx.createNetServer(
                        new NetServerOptions().setHost("localhost").setPort(0).setSoLinger(linger))
                .connectHandler(socket -> socket.write(said + "\r\n").onComplete(written -> socket.close()));
        assertThat(await(breaking.listen())).isNotNull();

        Delivery delivery = send(plain(breaking.actualPort()), NoticeFixture.failing("x"));

        assertThat(((TryAgain) delivery).why()).isEqualTo(DeliveryFailure.BROKEN);
        assertThat(delivery.toString()).doesNotContain("localhost").doesNotContain("example.com");
        Await.done(breaking.close());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANG", "DRIP"})
    void isCutOffAtItsDeadlineAndTakesTheNextMessageAfterIt(Fault fault) {
        try (FaultProxy proxy = FaultProxy.before(vertx, server.port())) {
            proxy.set(fault);
            Receiver receiver = open(plain(proxy.port()));

            Future<Delivery> hanging = receiver.send(NoticeFixture.message("m1", "mail", NoticeFixture.failing("x")));
            Delivery meanwhile = await(receiver.send(NoticeFixture.message("m2", "mail", NoticeFixture.failing("x"))));

            assertThat(meanwhile)
                    .isEqualTo(new TryAgain(
                            DeliveryFailure.TIMEOUT, "the previous attempt is still running", Optional.empty()));
            assertThat(await(hanging)).isInstanceOf(TryAgain.class);
            assertThat(receiver.deadline()).isEqualTo(Duration.ofSeconds(10));
            proxy.set(Fault.NONE);
            assertThat(await(receiver.send(NoticeFixture.message("m2", "mail", NoticeFixture.failing("x")))))
                    .isInstanceOf(Delivered.class);
        }
    }

    @Test
    void saysNoSecret() {
        EmailSettings settings = settings("localhost", 1, Tls.STARTTLS, Optional.of("canary-password"));

        assertThat(settings.toString()).doesNotContain("canary");
        assertThat(open(settings).toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.4.2", "🚀", "a\tb"})
    void aSubjectIsOneLine(String version) {
        assertThat(EmailText.subject(NoticeFixture.rollback(version))).doesNotContainPattern("\\p{Cntrl}");
    }
}
