package dev.probation.agent.receiver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.outbox.LogKept;
import dev.probation.agent.outbox.stage.BlockingWait;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.send.Sender;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.store.Message;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every receiver over HTTP must do with every answer. Addresses and keys hold the word {@code canary}. */
public abstract class ReceiverContract {

    /** Strongly held, since the JDK forgets the level of a logger that nobody holds. */
    private static final Logger OURS = Logger.getLogger("dev.probation");

    private static final int MOST_BYTES = 256 << 10;

    private static WireMockServer server;
    private static Vertx vertx;
    private static LogKept log;

    private Receiver receiver;

    @BeforeAll
    static void startServer() {
        server = new WireMockServer(options().dynamicPort().dynamicHttpsPort());
        server.start();
        vertx = Vertx.vertx();
    }

    @BeforeAll
    static void listen() {
        log = new LogKept(OURS);
    }

    @AfterAll
    static void listenNoMore() {
        log.close();
    }

    @AfterAll
    static void stopServer() {
        server.stop();
        BlockingWait.until(vertx.close(), Duration.ofSeconds(20));
    }

    /** The kind under test. */
    protected abstract ReceiverKind kind();

    protected abstract ReceiverSettings settings(String url);

    /** What the receiver answers when it takes a message. */
    protected abstract ResponseDefinitionBuilder success();

    /**
     * What the receiver's service, or a proxy before it, answers with status 200 where it did not take a message; or
     * {@link #noErrorWithStatus200()}.
     */
    protected abstract List<String> errorsWithStatus200();

    /** A status of 200 says all, and the body that comes with it is not looked at. */
    protected static List<String> noErrorWithStatus200() {
        return List.of();
    }

    /**
     * Looks at a request of the largest message: sixty failing checks, or one, with names and reasons of 10 kB, mentions and
     * links in them. A receiver says here what its service takes, and that nobody is called.
     */
    protected void keepsLimits(LoggedRequest request) {
        assertThat(request.getBody().length).isLessThanOrEqualTo(MOST_BYTES);
        assertThat(request.getBodyAsString())
                .as("text that turns its direction")
                .doesNotContain("\u202E");
    }

    /** The largest message of one check; of a version that is there, where the receiver acts on that one only. */
    protected Notice largest() {
        return NoticeFixture.hostile();
    }

    @BeforeEach
    void openReceiver() {
        log.clear();
        server.resetAll();
        receiver = open(address("/canary"));
    }

    /** Opens it with other settings. */
    protected void reopen() {
        closeReceiver();
        receiver = open(address("/canary"));
    }

    @AfterEach
    void closeReceiver() {
        BlockingWait.until(receiver.close(), Duration.ofSeconds(20));
        assertThat(log.lines()).noneMatch(line -> line.contains("canary"));
    }

    /** Plain, which WireMock's base address is not where it has a certificate as well. */
    protected static String address(String path) {
        return "http://localhost:" + server.port() + path;
    }

    protected Receiver open(String url) {
        return kind().open(config(url), new ReceiverContext(vertx, new VertxTime(vertx, vertx.getOrCreateContext())));
    }

    private ReceiverConfig config(String url) {
        return new ReceiverConfig("team", kind().name(), settings(url), kind().occasions());
    }

    protected Delivery send(Notice notice) {
        return send(receiver, notice);
    }

    private Delivery send(Receiver to, Notice notice) {
        Message message = NoticeFixture.message("m1", "team", notice);
        ConfiguredReceiver configured =
                new ConfiguredReceiver(config("http://localhost:1/canary"), kind(), to, Backoff.PATIENCE);
        return new Sender(vertx.getOrCreateContext(), new Metrics("1", "a").outbox()).attempt(configured, message);
    }

    protected void answers(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }

    /** Each answer once. */
    protected void answersInTurn(ResponseDefinitionBuilder... responses) {
        for (int i = 0; i < responses.length; i++) {
            server.stubFor(any(anyUrl())
                    .inScenario("in turn")
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "answer " + i)
                    .willSetStateTo("answer " + (i + 1))
                    .willReturn(responses[i]));
        }
    }

    /** An answer to some requests, in front of what all are answered. */
    protected void answers(MappingBuilder requests) {
        server.stubFor(requests.atPriority(1));
    }

    /** All that was asked, the oldest first. */
    protected static List<LoggedRequest> asked() {
        return server.findAll(anyRequestedFor(anyUrl()));
    }

    /** The one request that tells, after those that only look. */
    protected LoggedRequest received() {
        List<LoggedRequest> asked = asked();
        assertThat(asked.stream().limit(Math.max(0, asked.size() - 1)))
                .allMatch(request -> request.getMethod().equals(RequestMethod.GET));
        assertThat(asked).isNotEmpty();
        return asked.get(asked.size() - 1);
    }

    @Test
    void deliversWhatIsTaken() {
        answers(success());

        assertThat(send(NoticeFixture.failing("p95 612 ms"))).isInstanceOf(Delivered.class);
        assertThat(received().getHeader("Content-Type")).matches("application/([a-z-]+\\+)?json");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 410, 422})
    void isNotRepeatedWhereItIsRefusedForGood(int status) {
        answers(aResponse().withStatus(status).withBody("canary"));

        assertThat(send(NoticeFixture.failing("x"))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.why()).isEqualTo(DeliveryFailure.REFUSED);
            assertThat(refused.detail()).startsWith("HTTP " + status).doesNotContain("canary");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void followsNoRedirect(int status) {
        answers(aResponse().withStatus(status).withHeader("Location", address("/elsewhere")));

        assertThat(send(NoticeFixture.failing("x"))).isInstanceOf(Refused.class);
        assertThat(received().getUrl()).doesNotContain("elsewhere");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            status | why
            408    | TIMEOUT
            429    | RATE_LIMITED
            500    | SERVER_ERROR
            501    | SERVER_ERROR
            502    | SERVER_ERROR
            503    | SERVER_ERROR
            504    | SERVER_ERROR
            """)
    void isTriedAgainWhereItMayBeTakenLater(int status, DeliveryFailure why) {
        answers(aResponse().withStatus(status).withBody("canary"));

        assertThat(send(NoticeFixture.failing("x"))).isEqualTo(new TryAgain(why, "HTTP " + status, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void leavesAloneForAsLongAsAsked(int status) {
        answers(aResponse().withStatus(status).withHeader("Retry-After", "120"));
        assertThat(((TryAgain) send(NoticeFixture.failing("x"))).after()).contains(Duration.ofSeconds(120));

        answers(aResponse().withStatus(status).withHeader("Retry-After", "Tue, 31 Dec 2999 23:59:59 GMT"));
        assertThat(((TryAgain) send(NoticeFixture.failing("x"))).after()).contains(Duration.ofHours(24));
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "MALFORMED_RESPONSE_CHUNK")
    void isTriedAgainWhereTheConnectionBreaks(Fault fault) {
        answers(aResponse().withFault(fault));

        Delivery delivery = send(NoticeFixture.failing("x"));

        assertThat(delivery).isInstanceOf(TryAgain.class);
        assertThat(delivery.toString()).doesNotContain("canary").doesNotContain("localhost");
    }

    @Test
    void isNeverRefusedWhereOnlyTheBodyBreaks() {
        answers(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));

        assertThat(send(NoticeFixture.failing("x"))).isNotInstanceOf(Refused.class);
    }

    @Test
    void isTriedAgainWhereNobodyListens() {
        Receiver closed = open("http://localhost:1/canary");

        Delivery delivery = send(closed, NoticeFixture.failing("x"));

        assertThat(((TryAgain) delivery).why()).isEqualTo(DeliveryFailure.UNREACHABLE);
        assertThat(delivery.toString()).doesNotContain("canary").doesNotContain("localhost");
    }

    @Test
    void isTriedAgainWhereItsNameDoesNotResolve() {
        Delivery delivery = send(open("http://nobody.invalid/canary"), NoticeFixture.failing("x"));

        assertThat(delivery).isInstanceOf(TryAgain.class);
        assertThat(delivery.toString()).doesNotContain("canary").doesNotContain("nobody");
    }

    @Test
    void trustsNoCertificateOfItsOwnMaking() {
        answers(success());

        Delivery delivery =
                send(open("https://localhost:" + server.httpsPort() + "/canary"), NoticeFixture.failing("x"));

        assertThat(delivery)
                .isEqualTo(new TryAgain(DeliveryFailure.UNREACHABLE, "no trusted TLS connection", Optional.empty()));
        assertThat(server.findAll(anyRequestedFor(anyUrl()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary", "<html>canary</html>", "{\"canary\":", "null"})
    void staysCalmWhateverA2xxSays(String body) {
        answers(aResponse().withStatus(200).withBody(body));

        assertThat(send(NoticeFixture.failing("x")).toString()).doesNotContain("canary");
    }

    @Test
    void isNotFooledByAnErrorWithStatus200() {
        if (errorsWithStatus200().isEmpty()) {
            answers(aResponse().withStatus(200).withBody("{\"error\":\"canary\"}"));

            assertThat(send(NoticeFixture.failing("x"))).isInstanceOf(Delivered.class);
        }
        for (String error : errorsWithStatus200()) {
            answers(aResponse().withStatus(200).withBody(error));

            Delivery delivery = send(NoticeFixture.failing("x"));

            assertThat(delivery).as(error).isNotInstanceOf(Delivered.class);
            assertThat(delivery.toString()).doesNotContain("canary");
        }
    }

    @Test
    void deliversTheLargestMessageWithinItsLimits() {
        answers(success());

        assertThat(send(NoticeFixture.storm(60))).isInstanceOf(Delivered.class);
        assertThat(send(largest())).isInstanceOf(Delivered.class);
        assertThat(send(largest().announced(NoticeFixture.HOSTILE.repeat(100)))).isInstanceOf(Delivered.class);

        List<LoggedRequest> requests = server.findAll(anyRequestedFor(anyUrl()));
        assertThat(requests).isNotEmpty();
        requests.forEach(this::keepsLimits);
    }

    @Test
    void isCutOffAtItsDeadline() {
        answers(success().withFixedDelay(20_000));

        assertThat(((TryAgain) send(hurried(), NoticeFixture.failing("x"))).why())
                .isEqualTo(DeliveryFailure.TIMEOUT);
        assertThat(receiver.deadline()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void isCutOffAtItsDeadlineWhereTheAnswerDrips() {
        answers(success().withBody("ok".repeat(10)).withChunkedDribbleDelay(20, 20_000));

        assertThat(((TryAgain) send(hurried(), NoticeFixture.failing("x"))).why())
                .isEqualTo(DeliveryFailure.TIMEOUT);
    }

    private Receiver hurried() {
        return new Receiver() {
            @Override
            public Future<Delivery> send(Message message) {
                return receiver.send(message);
            }

            @Override
            public Duration deadline() {
                return Duration.ofMillis(200);
            }

            @Override
            public Future<Void> close() {
                return receiver.close();
            }
        };
    }

    @Test
    void readsLittleOfALongAnswer() {
        answers(aResponse().withStatus(500).withBody("x".repeat(5 << 20)));

        assertThat(send(NoticeFixture.failing("x"))).isInstanceOf(TryAgain.class);
    }

    @Test
    void isRegistered() {
        assertThat(Receivers.kind(config("http://localhost:1/canary"))).hasSameClassAs(kind());
    }

    @Test
    void saysNoSecret() {
        assertThat(config("http://localhost:1/canary").toString()).doesNotContain("canary");
        assertThat(receiver.toString()).doesNotContain("canary");
    }
}
