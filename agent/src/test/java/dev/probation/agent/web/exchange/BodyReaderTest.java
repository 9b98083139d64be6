package dev.probation.agent.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.web.RunningServer;
import dev.probation.agent.web.exchange.WebSettings.Capacity;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyReaderTest {

    private static final int KIB = 1024;
    private static final Capacity SMALL = new Capacity(100, 64 * KIB, 600 * KIB, 100 * KIB);
    private static final EventsConfig GITHUB = new EventsConfig(
            Optional.empty(),
            Optional.of(new EventsConfig.GitHub(
                    new Secret("a-secret"), "production", EventsConfig.GitHub.VersionBy.SHA, Map.of())),
            Optional.empty());

    private static final String SIGNED =
            "X-Hub-Signature-256: sha256=" + "0".repeat(64) + "\r\nContent-Length: " + 90 * KIB;

    private final List<Socket> open = new ArrayList<>();
    private Optional<RunningServer> running = Optional.empty();

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : open) {
            socket.close();
        }
        if (running.isPresent()) {
            running.get().close();
        }
    }

    private RunningServer start(RunningServer server) {
        running = Optional.of(server);
        return server;
    }

    private static String post(String path, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer all-else\r\n" + headers + "\r\n\r\n";
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    path                                             | body
                    /api/v1/webhooks/flagger/shop/rollback           | 'ZZ\\r\\n{}\\r\\n'
                    /api/v1/webhooks/flagger/shop/rollback           | '2\\r\\n{}\\r\\nZZ\\r\\n'
                    /api/v1/webhooks/flagger/shop/rollback           | '2\\r\\n{}XX0\\r\\n\\r\\n'
                    /api/v1/webhooks/flagger/shop/rollback           | '-1\\r\\n{}\\r\\n'
                    /api/v1/webhooks/flagger/shop/rollback           | 'fffffffff\\r\\n{}\\r\\n'
                    /api/v1/webhooks/flagger/shop/confirm-promotion  | 'ZZ\\r\\n{}\\r\\n'
                    /api/v1/deployments                              | 'ZZ\\r\\n{}\\r\\n'
                    /api/v1/deployments/shop-1/rollback              | '2\\r\\n{}\\r\\nZZ\\r\\n'
                    /api/v1/nothing                                  | 'ZZ\\r\\n{}\\r\\n'
                    /-/healthy                                       | 'ZZ\\r\\n{}\\r\\n'
                    """)
    void aBodyThatCannotBeReadIsNeverAnsweredWell(String path, String body) throws Exception {
        RunningServer server = start(RunningServer.withWaysIn(GITHUB));

        String answer = server.say(post(path, "Transfer-Encoding: chunked")
                + body.replace("\\r", "\r").replace("\\n", "\n"));

        assertThat(answer).doesNotStartWith("HTTP/1.1 2").matches("(?s)|HTTP/1.1 4.*");
        assertThat(server.deployments.told).isEmpty();
    }

    @Test
    void aBodyIsReadInPieces() throws Exception {
        RunningServer server = start(RunningServer.withWaysIn(GITHUB));

        String answer =
                server.say(post("/api/v1/deployments/shop-1/cancel", "Connection: close\r\nTransfer-Encoding: chunked")
                        + "6\r\n{\"by\":\r\n13\r\n\"ann\",\"reason\":\"a\"}\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(server.deployments.told).containsExactly("cancel shop-1 ann a");
    }

    @Test
    void whoeverHasTheTokenWaitsForTheMemoryOfOthers() throws Exception {
        RunningServer server = start(RunningServer.withWaysIn(GITHUB, SMALL));
        String body = "{}" + " ".repeat(250 * KIB);
        String head = post("/api/v1/deployments", "Connection: close\r\nContent-Length: " + body.length());
        Socket slow = hold(server, head + body.substring(1_000));

        assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
        Socket next = hold(server, head + body);
        assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
        slow.close();

        assertThat(new String(next.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void ordersThatComeAtOnceAreAllDone() throws Exception {
        RunningServer server = start(RunningServer.withWaysIn(GITHUB, SMALL));
        String order = "{\"by\":\"ann\",\"reason\":\"a\"}";
        String whole =
                post("/api/v1/deployments/shop-1/cancel", "Connection: close\r\nContent-Length: " + order.length())
                        + order;

        List<Socket> sent = new ArrayList<>();
        for (int times = 0; times < 80; times++) {
            sent.add(hold(server, whole));
        }

        for (Socket each : sent) {
            assertThat(new String(each.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void halfWebhooksOfStrangersTakeNothingFromWhoeverHasTheToken() throws Exception {
        RunningServer server = start(RunningServer.withWaysIn(GITHUB, SMALL));
        String half = post("/api/v1/webhooks/github", SIGNED) + " ".repeat(80 * KIB);
        Socket unused = hold(server, half);

        until(() -> status(server, half) == 503);

        assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
        HttpResponse<String> listed = server.get("/api/v1/deployments", "Authorization", "Bearer all-else");
        assertThat(listed.statusCode()).isEqualTo(200);
    }

    @Test
    void whatAStrangerSaysOfABodysLengthTakesNothing() throws Exception {
        RunningServer server = start(RunningServer.withWaysIn(GITHUB, SMALL));

        for (int times = 0; times < 10; times++) {
            assertThat(status(server, post("/api/v1/webhooks/github", SIGNED))).isZero();
        }
    }

    @Test
    void whoeverIsToComeBackIsToldWhen() throws Exception {
        RunningServer server = start(RunningServer.withWaysIn(GITHUB, SMALL));

        assertThat(server.say(post("/api/v1/deployments", "Content-Length: " + 400 * KIB)))
                .startsWith("HTTP/1.1 503 ")
                .contains("\r\nretry-after: 1\r\n");
    }

    @ParameterizedTest
    @CsvSource({"x", "sha256=00", "sha1=0000000000000000000000000000000000000000"})
    void whatIsNoSignatureIsRefusedBeforeItsBodyIsWaitedFor(String signature) throws Exception {
        RunningServer server = start(RunningServer.withWaysIn(GITHUB, SMALL));

        String signed = "X-Hub-Signature-256: " + signature + "\r\nContent-Length: 1000";

        assertThat(status(server, post("/api/v1/webhooks/github", signed))).isEqualTo(401);
    }

    /** What is answered before the body is sent; 0 where the body is waited for. */
    private int status(RunningServer server, String beginning) throws IOException {
        Socket socket = hold(server, beginning);
        socket.setSoTimeout(500);
        try {
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 503".length());
            return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length()));
        } catch (SocketTimeoutException waits) {
            return 0;
        }
    }

    /** Sends it, and leaves it at that. */
    private Socket hold(RunningServer server, String beginning) throws IOException {
        Socket socket = server.connect();
        open.add(socket);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private interface Asked {
        boolean isSo() throws Exception;
    }

    /** The other connection's header may come later than the next one's. */
    private static void until(Asked asked) throws Exception {
        for (int times = 0; times < 50; times++) {
            if (asked.isSo()) {
                return;
            }
        }
        throw new AssertionError("not so in 50 attempts");
    }
}
