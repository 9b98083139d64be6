package dev.probation.agent.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.web.RunningServer;
import dev.probation.agent.web.exchange.WebSettings.Capacity;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private static final int MOST = 20;
    private static final String HEALTHY = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n";

    private final List<Socket> open = new ArrayList<>();
    private RunningServer running;

    @BeforeEach
    void start() throws Exception {
        running = RunningServer.open(new Capacity(MOST, 16 * 1024, 1024 * 1024, 1024 * 1024));
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : open) {
            socket.close();
        }
        running.close();
    }

    private Socket connect(String says) throws IOException {
        Socket socket = running.connect();
        open.add(socket);
        socket.getOutputStream().write(says.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
    }

    @Test
    void itsHealthIsToldHoweverManyConnectionsSayNothing() throws Exception {
        for (int count = 0; count < 10 * MOST; count++) {
            Socket unused = connect("");
        }

        assertThat(statusLine(connect(HEALTHY + "\r\n"))).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void forANewcomerTheOneThatSaysNothingForLongestIsClosed() throws Exception {
        Socket first = connect("");
        for (int count = 0; count < MOST - 1; count++) {
            Socket silent = connect("");
            assertThat(silent.isConnected()).isTrue();
        }
        assertThat(statusLine(connect(HEALTHY + "\r\n"))).isEqualTo("HTTP/1.1 200");

        assertThat(first.getInputStream().read()).isEqualTo(-1);
        assertThat(metric("probation_web_refused_total{reason=\"too-many-connections\",}"))
                .isPositive();
    }

    @Test
    void whoHasSaidSomethingStaysLongerThanWhoHasNot() throws Exception {
        Socket kept = connect("");
        Socket silent = connect("");
        kept.getOutputStream().write((HEALTHY + "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(statusLine(kept)).isEqualTo("HTTP/1.1 200");
        for (int count = 0; count < MOST - 1; count++) {
            Socket unused = connect("");
        }

        assertThat(silent.getInputStream().read()).isEqualTo(-1);
        kept.getOutputStream().write((HEALTHY + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(kept.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .contains("HTTP/1.1 200");
    }

    @Test
    void headersThatAreNotWholeHaveALimitTogether() throws Exception {
        Socket first = connect(HEALTHY + "a:\r\n".repeat(1_000));
        for (int count = 0; count < 8; count++) {
            Socket unused = connect(HEALTHY + "a:\r\n".repeat(1_000));
        }

        assertThat(first.getInputStream().read()).isEqualTo(-1);
        assertThat(statusLine(connect(HEALTHY + "\r\n"))).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void aLongBodyIsNoHeaderThatIsNotWhole() throws Exception {
        String body = "{\"by\":\"ann\",\"reason\":\"" + "a".repeat(60_000) + "\"}";

        assertThat(running.post("/api/v1/deployments/shop-1/cancel", body).statusCode())
                .isLessThan(500);
    }

    @Test
    void manyRequestsAtOnceAreAnsweredInTheirOrder() throws Exception {
        int many = 200;

        String answers = running.say((HEALTHY + "\r\n").repeat(many - 1) + HEALTHY + "Connection: close\r\n\r\n");

        assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(many + 1);
    }

    private double metric(String series) throws Exception {
        return running.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
