package dev.probation.agent.receiver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.http.HttpCall.Limits;
import dev.probation.agent.http.HttpCaller;
import dev.probation.agent.http.Trust;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.outbox.stage.BlockingWait;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSenderTest {

    private static final Duration GENEROUS = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        BlockingWait.until(vertx.close(), GENEROUS);
    }

    @Test
    void anAnswerThatDripsForEverIsCutAndItsConnectionClosed() {
        Promise<Void> closed = Promise.promise();
        NetServer dripping = vertx.createNetServer().connectHandler(socket -> {
            socket.closeHandler(closed::tryComplete);
            Future<Void> begun = socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            long timer = vertx.setPeriodic(50, fired -> begun.compose(written -> socket.write("x")));
            socket.exceptionHandler(broken -> vertx.cancelTimer(timer));
        });
        int port = BlockingWait.on(dripping.listen(0, "127.0.0.1").map(NetServer::actualPort), GENEROUS);
        Time time = new VertxTime(vertx, vertx.getOrCreateContext());
        HttpSender sender = new HttpSender(
                new HttpCaller(vertx, time, Trust.JDK, new HostNames(vertx, time)),
                time,
                new Limits(GENEROUS, Duration.ofMillis(400), Duration.ofMillis(50), 1 << 10));

        Delivery delivery = BlockingWait.on(
                sender.post(
                        "http://127.0.0.1:" + port,
                        MultiMap.caseInsensitiveMultiMap(),
                        Buffer.buffer("{}"),
                        HttpSender::taken),
                GENEROUS);

        assertThat(((TryAgain) delivery).why()).isEqualTo(DeliveryFailure.TIMEOUT);
        BlockingWait.until(closed.future(), GENEROUS);
    }

    @ParameterizedTest
    @MethodSource("dev.probation.agent.http.GarbledAnswers#all")
    @ValueSource(strings = "HTTP/1.1 000 x\r\nContent-Length: 0\r\n\r\n")
    void aGarbledAnswerIsTriedAgain(String answer) {
        NetServer garbling = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(asked -> {
                    if (asked.toString().endsWith("{}")) {
                        socket.write(answer);
                    }
                }));
        int port = BlockingWait.on(garbling.listen(0, "127.0.0.1").map(NetServer::actualPort), GENEROUS);
        Time time = new VertxTime(vertx, vertx.getOrCreateContext());

        Delivery delivery = BlockingWait.on(
                new HttpSender(new ReceiverContext(vertx, time))
                        .post(
                                "http://127.0.0.1:" + port,
                                MultiMap.caseInsensitiveMultiMap(),
                                Buffer.buffer("{}"),
                                HttpSender::taken),
                GENEROUS);

        assertThat(((TryAgain) delivery).why()).isEqualTo(DeliveryFailure.BROKEN);
        assertThat(((TryAgain) delivery).detail()).startsWith("malformed answer");
    }

    @Test
    void onlyATextThatIsNoAddressIsRefusedAsOne() {
        Time time = new VertxTime(vertx, vertx.getOrCreateContext());

        Delivery delivery = BlockingWait.on(
                new HttpSender(new ReceiverContext(vertx, time))
                        .post("canary", MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("{}"), HttpSender::taken),
                GENEROUS);

        assertThat(delivery).isEqualTo(new Refused(DeliveryFailure.OTHER, "its address is not a URL"));
    }

    /** As curl and Flagger do, so that a URL that works there works here. */
    @ParameterizedTest
    @CsvSource({
        "http://ada:p%40ss@, Basic YWRhOnBAc3M=",
        "http://ada@, Basic YWRhOg==",
        "http://, ",
    })
    void sendsUserAndPasswordOfTheAddress(String beginning, @Nullable String expected) {
        List<@Nullable String> sent = new ArrayList<>();
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            sent.add(request.getHeader("Authorization"));
            request.response().end();
        });
        int port = BlockingWait.on(server.listen(0, "127.0.0.1").map(HttpServer::actualPort), GENEROUS);
        Time time = new VertxTime(vertx, vertx.getOrCreateContext());

        Delivery delivery = BlockingWait.on(
                new HttpSender(new ReceiverContext(vertx, time))
                        .post(
                                beginning + "127.0.0.1:" + port + "/hook",
                                MultiMap.caseInsensitiveMultiMap(),
                                Buffer.buffer("{}"),
                                HttpSender::taken),
                GENEROUS);

        assertThat(delivery).isInstanceOf(Delivered.class);
        assertThat(sent).containsExactly(expected);
    }
}
