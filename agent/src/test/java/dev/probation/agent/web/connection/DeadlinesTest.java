package dev.probation.agent.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.web.RunningServer;
import dev.probation.agent.web.exchange.WebSettings;
import io.vertx.core.Promise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String GET = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final String POST =
            "POST /api/v1/deployments HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private static WebSettings.Limits limits(Duration request, Duration handling, Duration idle) {
        return new WebSettings.Limits(request, handling, idle, LONG, 1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Drip: ",
                POST + "Content-Length: 1000\r\n\r\n{",
                POST + "Transfer-Encoding: chunked\r\n\r\n",
                GET + "GET / HTTP/1.1\r\nHost: localhost\r\nX-Drip: "
            })
    void aClientThatDripsIsCut(String beginning) throws Exception {
        RunningServer running = RunningServer.open(limits(SHORT, LONG, beginning.startsWith(GET) ? SHORT : LONG));
        long opened = System.nanoTime();
        try (Socket socket = running.connect()) {
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            CompletableFuture<Void> dripping = CompletableFuture.runAsync(() -> drip(socket));

            String answered = readToTheEnd(socket.getInputStream());

            assertThat(Duration.ofNanos(System.nanoTime() - opened)).isGreaterThanOrEqualTo(SHORT);
            assertThat(answered.split("HTTP/1.1 ", -1)).hasSize(beginning.startsWith(GET) ? 2 : 1);
            dripping.get(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(running.deployments.told).isEmpty();
            assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
        } finally {
            running.close();
        }
    }

    /** Sends a byte now and then, until the server has closed the connection. */
    private static void drip(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            while (!socket.isClosed()) {
                out.write('a');
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException cut) {
            return;
        }
    }

    /** An end; or, where a byte reached the server as it closed, a reset: TCP leaves no other. Our own patience is neither. */
    private static String readToTheEnd(InputStream in) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                read.write(next);
            }
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aConnectionIsKeptBetweenRequests() throws Exception {
        RunningServer running = RunningServer.open();
        try {
            String answer = running.say(GET + GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));

            assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(3);
        } finally {
            running.close();
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() throws Exception {
        RunningServer running = RunningServer.open(limits(LONG, SHORT, LONG));
        try {
            running.deployments.outcome = Promise.<Void>promise().future();

            assertThat(running.get("/api/v1/deployments").statusCode()).isEqualTo(503);
            assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
        } finally {
            running.close();
        }
    }

    @Test
    void anAnswerThatComesTooLateIsDropped() throws Exception {
        RunningServer running = RunningServer.open(limits(LONG, SHORT, LONG));
        try {
            Promise<Void> late = Promise.promise();
            running.deployments.outcome = late.future();

            assertThat(running.get("/api/v1/deployments").statusCode()).isEqualTo(503);
            late.complete();
            assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
        } finally {
            running.close();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        RunningServer running = RunningServer.open(limits(LONG, LONG, LONG));
        try {
            String body = "{\"by\":\"ada\",\"reason\":\"" + "1".repeat(2000) + "\"}";
            String withBaseline = "{\"service\":\"shop\",\"version\":\"" + "1".repeat(3_000_000) + "\"}";

            assertThat(running.post("/api/v1/deployments/d1/cancel", body).statusCode())
                    .isEqualTo(413);
            assertThat(running.post("/api/v1/deployments", withBaseline).statusCode())
                    .isEqualTo(413);
            assertThat(running.deployments.told).isEmpty();
        } finally {
            running.close();
        }
    }

    @Test
    void aHeaderThatIsTooLargeIsRefused() throws Exception {
        RunningServer running = RunningServer.open();
        try {
            assertThat(running.say("GET / HTTP/1.1\r\nHost: localhost\r\nX-Big: " + "a".repeat(9000) + "\r\n\r\n"))
                    .matches("(?s)HTTP/1.[01] 431 .*");
            assertThat(running.say("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .matches("(?s)HTTP/1.[01] 414 .*");
        } finally {
            running.close();
        }
    }
}
