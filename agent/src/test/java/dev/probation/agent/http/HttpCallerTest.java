package dev.probation.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.http.HttpCall.Limits;
import dev.probation.agent.http.HttpCall.Trait;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.servers.Await;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.netty.channel.ChannelException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.lang.reflect.Proxy;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCallerTest {

    private static final Duration GENEROUS = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final int LIMIT = 1_000;
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final Time time = new VertxTime(vertx, vertx.getOrCreateContext());
    private final HttpCaller caller = new HttpCaller(vertx, time, Trust.JDK, new HostNames(vertx, time));
    private final Promise<Void> closed = Promise.promise();
    private final Buffer asked = Buffer.buffer();

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    /** Ways to never come to an end. */
    enum Drip {
        NOTHING(""),
        STATUS("H"),
        HEAD_LINES(HEAD + "X-Slow: "),
        BODY(HEAD + "Content-Length: 900\r\n\r\n"),
        CHUNKS(HEAD + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");

        private final String begin;

        Drip(String begin) {
            this.begin = begin;
        }

        /** Another piece. */
        private String more() {
            return switch (this) {
                case NOTHING, STATUS -> "";
                case HEAD_LINES, BODY -> "x";
                case CHUNKS -> "1\r\nx\r\n";
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatDripsEndsAtTheDeadlineAndFreesItsConnection(Drip drip) {
        String url = listen(socket -> {
            socket.write(drip.begin);
            long timer = vertx.setPeriodic(40, fired -> socket.write(drip.more()));
            return () -> vertx.cancelTimer(timer);
        });

        HttpFailure failure = (HttpFailure) send(url, SHORT, Set.of(Trait.KEEP_BODY));

        assertThat(failure.isDeadline()).isTrue();
        assertThat(failure.during()).isNotEqualTo("while connecting");
        Await.done(closed.future());
    }

    @Test
    void aBodyWithoutAnEndIsCutAtItsLimitAndItsConnectionClosed() {
        HttpAnswer answer = (HttpAnswer) send(pouring(), GENEROUS, Set.of(Trait.KEEP_BODY, Trait.CUT_BODY));

        assertThat(answer.body().length()).isEqualTo(LIMIT);
        assertThat(answer.status()).isEqualTo(200);
        Await.done(closed.future());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyWithoutAnEndFailsWhereItsBeginningIsNotEnough(boolean kept) {
        HttpFailure failure = (HttpFailure)
                send(pouring(), GENEROUS, kept ? Set.of(Trait.KEEP_BODY) : Set.of(Trait.FRESH_CONNECTION));

        assertThat(failure.failure()).isEqualTo(NetworkFailure.LONG_BODY);
        Await.done(closed.future());
    }

    private String pouring() {
        return listen(socket -> {
            socket.write(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            long timer = vertx.setPeriodic(1, fired -> socket.write("100\r\n" + "x".repeat(256) + "\r\n"));
            return () -> vertx.cancelTimer(timer);
        });
    }

    @Test
    void aBodyOfExactlyItsLimitIsWhole() {
        String url = listen(socket -> {
            socket.write(HEAD + "Content-Length: " + LIMIT + "\r\n\r\n" + "x".repeat(LIMIT));
            return () -> {};
        });

        HttpAnswer answer = (HttpAnswer) send(url, GENEROUS, Set.of(Trait.KEEP_BODY));

        assertThat(answer.body().length()).isEqualTo(LIMIT);
    }

    @Test
    void anAnswerThatComesInTheGraceAfterTheDeadlineCounts() {
        String url = listen(socket -> {
            vertx.setTimer(SHORT.toMillis(), fired -> socket.write(HEAD + "Content-Length: 0\r\n\r\n"));
            return () -> {};
        });
        Limits limits = new Limits(GENEROUS, SHORT.dividedBy(2), GENEROUS, LIMIT);

        HttpResult result = Await.result(caller.send(call(url, limits, Set.of())));

        assertThat(result).isInstanceOf(HttpAnswer.class);
    }

    @Test
    void aTargetArrivesAsItIsWritten() {
        String url = listen(socket -> {
            socket.write(HEAD + "Content-Length: 0\r\n\r\n");
            return () -> {};
        });

        HttpResult result = send(url + "/a%2Fb//c/../%7Ed?q=a+b%20c&q=%26&empty=#part", GENEROUS, Set.of());

        assertThat(result).isInstanceOf(HttpAnswer.class);
        assertThat(asked.toString()).startsWith("GET /a%2Fb//c/../%7Ed?q=a+b%20c&q=%26&empty= HTTP/1.1\r\n");
    }

    @Test
    void aRequestThatCannotBeWrittenIsTheCallersFaultAndLeavesNoDeadConnection() {
        String url = listen(socket -> {
            socket.write(HEAD + "Content-Length: 0\r\n\r\n");
            return () -> {};
        });
        Limits limits = new Limits(GENEROUS, GENEROUS, Duration.ZERO, LIMIT);
        assertThat(send(url, GENEROUS, Set.of())).isInstanceOf(HttpAnswer.class);

        HttpResult unsent = Await.result(caller.send(new HttpCall(
                HttpMethod.POST, HttpAddress.of(url), HttpHeaders.headers(), unwritable(), limits, Set.of())));

        assertThat(((HttpFailure) unsent).failure()).isEqualTo(NetworkFailure.NOT_SENT);
        assertThat(unsent.toString()).doesNotContain("canary");
        assertThat(send(url, Duration.ofSeconds(3), Set.of())).isInstanceOf(HttpAnswer.class);
    }

    /** A body that breaks once there is a connection to write it to. */
    private static Buffer unwritable() {
        return (Buffer) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (proxy, method, arguments) -> {
                    throw new IllegalArgumentException("canary");
                });
    }

    @Test
    void aHeaderThatCannotBeSentIsNotSentAndNotShown() {
        String url = listen(socket -> () -> {});
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("X-Token", "canary\r\nX-Evil: 1");
        Limits limits = new Limits(GENEROUS, GENEROUS, Duration.ZERO, LIMIT);

        HttpResult unsent = Await.result(
                caller.send(new HttpCall(HttpMethod.GET, HttpAddress.of(url), headers, null, limits, Set.of())));

        assertThat(((HttpFailure) unsent).failure()).isEqualTo(NetworkFailure.NOT_SENT);
        assertThat(unsent.toString()).doesNotContain("canary");
        assertThat(asked.length()).isZero();
    }

    @Test
    void aCallThatCannotBeBegunIsTheCallersFault() {
        Limits limits = new Limits(Duration.ofSeconds(Long.MAX_VALUE), GENEROUS, Duration.ZERO, LIMIT);
        HttpAddress address = HttpAddress.of("http://127.0.0.1:1");

        HttpResult unsent = Await.result(
                caller.send(new HttpCall(HttpMethod.GET, address, HttpHeaders.headers(), null, limits, Set.of())));

        assertThat(((HttpFailure) unsent).failure()).isEqualTo(NetworkFailure.NOT_SENT);
    }

    @Test
    void aSocketThatTheMachineDoesNotGiveIsTheCallersFault() {
        ChannelException none =
                new ChannelException("Failed to open a socket.", new SocketException("Too many open files"));

        assertThat(NetworkFailure.sort(none).failure()).isEqualTo(NetworkFailure.NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 400 no TLS here\r\n\r\n", "\u0015\u0003\u0003\u0000\u0002\u0002("})
    void aServerThatEndsTheHandshakeIsNotTheCallersFault(String answer) {
        Buffer bytes = Buffer.buffer(answer.getBytes(StandardCharsets.ISO_8859_1));
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(hello -> {
                    Future<Void> unused = socket.end(bytes);
                }));
        int port = Await.result(server.listen(0, "127.0.0.1")).actualPort();

        HttpFailure failure = (HttpFailure) send("https://localhost:" + port, GENEROUS, Set.of());

        assertThat(failure.failure()).isIn(NetworkFailure.TLS, NetworkFailure.RESET);
    }

    @ParameterizedTest
    @MethodSource("dev.probation.agent.http.GarbledAnswers#all")
    void anAnswerThatIsNotHttpIsMalformed(String answer) {
        String url = listen(socket -> {
            socket.write(answer);
            return () -> {};
        });

        HttpFailure failure = (HttpFailure) send(url, GENEROUS, Set.of());

        assertThat(failure.failure()).isEqualTo(NetworkFailure.MALFORMED);
    }

    @Test
    void anIpv6AddressIsReachedAndNamedInBrackets() {
        String url = listen("::1", socket -> {
            socket.write(HEAD + "Content-Length: 0\r\n\r\n");
            return () -> {};
        });

        assertThat(send(url, GENEROUS, Set.of())).isInstanceOf(HttpAnswer.class);

        assertThat(asked.toString().toLowerCase(Locale.ROOT))
                .contains("host: " + url.substring("http://".length()) + "\r\n");
    }

    @Test
    void aFailureNamesHostAndPortAlone() {
        HttpResult result = send("http://user:canary@no-such-host.invalid/canary?canary", GENEROUS, Set.of());

        assertThat(((HttpFailure) result).failure()).isEqualTo(NetworkFailure.UNKNOWN_NAME);
        assertThat(result.toString()).contains("no-such-host.invalid:80").doesNotContain("canary");
    }

    @Test
    void aCallSaysNoSecret() {
        HttpCall call = new HttpCall(
                HttpMethod.POST,
                HttpAddress.of("https://hooks.example/canary"),
                HttpHeaders.headers().set("Authorization", "canary"),
                Buffer.buffer("canary"),
                new Limits(SHORT, SHORT, SHORT, LIMIT),
                Set.of());

        assertThat(call).hasToString("POST https://hooks.example:443");
    }

    /** What a server does with a connection that has asked; it gives what to do once that is closed. */
    private interface Behaviour {
        Runnable begin(NetSocket socket);
    }

    private String listen(Behaviour behaviour) {
        return listen("127.0.0.1", behaviour);
    }

    private String listen(String host, Behaviour behaviour) {
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(part -> {
                    asked.appendBuffer(part);
                    if (asked.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                        Runnable after = behaviour.begin(socket);
                        socket.closeHandler(gone -> {
                            after.run();
                            closed.tryComplete();
                        });
                    }
                }));
        Future<NetServer> listening = server.listen(0, host);
        return "http://" + (host.contains(":") ? '[' + host + ']' : host) + ':'
                + Await.result(listening).actualPort();
    }

    private HttpResult send(String url, Duration deadline, Set<Trait> traits) {
        return Await.result(caller.send(call(url, new Limits(GENEROUS, deadline, Duration.ZERO, LIMIT), traits)));
    }

    private static HttpCall call(String url, Limits limits, Set<Trait> traits) {
        return new HttpCall(HttpMethod.GET, HttpAddress.of(url), HttpHeaders.headers(), null, limits, traits);
    }
}
