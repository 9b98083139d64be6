package dev.probation.agent.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.servers.Await;
import dev.probation.agent.web.RunningServer;
import dev.probation.agent.web.api.RecordingSource.Piece;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordingRouteTest {

    private static final String PATH = "/api/v1/deployments/shop-1/recording";

    private RunningServer running;

    @BeforeEach
    void start() throws Exception {
        running = RunningServer.open();
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private static Future<Optional<Piece>> piece(String lines, long missing, long last) {
        return piece(lines, missing, 0, last);
    }

    private static Future<Optional<Piece>> piece(String lines, long missing, long missingAfter, long last) {
        return Future.succeededFuture(Optional.of(new Piece(lines, missing, missingAfter, last)));
    }

    @Test
    void piecesFollowEachOtherAndWhatIsMissingIsSaid() throws Exception {
        running.recordings = (id, after) ->
                after < 0 ? piece("first\n", 7, 9) : after == 9 ? piece("second\n", 0, 11) : piece("", 0, after);

        HttpResponse<String> answer = running.get(PATH);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("first\nsecond\n");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        assertThat(answer.headers().firstValue("Probation-Missing-Samples")).contains("7");
        assertThat(running.send("HEAD", PATH, "").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsMissingBehindTheBaselineIsSaidBeforeItIsReached() throws Exception {
        running.recordings = (id, after) -> after < 0
                ? piece("baseline\n", 0, 7, 2)
                : after == 2
                        ? piece("baseline still\n", 0, 7, 3)
                        : after == 3 ? piece("kept\n", 7, 0, 11) : piece("", 0, 0, after);

        HttpResponse<String> answer = running.get(PATH);

        assertThat(answer.body()).isEqualTo("baseline\nbaseline still\nkept\n");
        assertThat(answer.headers().firstValue("Probation-Missing-Samples")).contains("7");

        running.recordings = (id, after) -> after < 0 ? piece("baseline\n", 0, 7, 3) : piece("kept\n", 8, 0, 12);
        assertThatThrownBy(() -> running.get(PATH)).isInstanceOf(IOException.class);
    }

    @Test
    void aDeploymentThatIsNotThereIsNotFound() throws Exception {
        running.recordings = (id, after) -> Future.succeededFuture(Optional.empty());

        assertThat(running.get(PATH).statusCode()).isEqualTo(404);
        assertThat(running.get(PATH + "?from=1").statusCode()).isEqualTo(400);
    }

    @Test
    void aRecordingWithAGapOrWithoutAnEndIsCut() {
        running.recordings = (id, after) -> after < 0 ? piece("first\n", 0, 9) : piece("third\n", 2, 14);
        assertThatThrownBy(() -> running.get(PATH)).isInstanceOf(IOException.class);

        running.recordings = (id, after) -> after < 0 ? piece("first\n", 0, 9) : Future.failedFuture("no store");
        assertThatThrownBy(() -> running.get(PATH)).isInstanceOf(IOException.class);
    }

    @Test
    void aClientThatTakesNothingIsReadNothingFor() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        String large = "x".repeat(1 << 20) + "\n";
        running.recordings = (id, after) -> pieces.incrementAndGet() < 200 ? piece(large, 0, 1) : piece("", 0, 1);

        try (Socket lazy = running.connect()) {
            lazy.getOutputStream()
                    .write(("GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            int taken = settled(pieces);

            assertThat(taken).isBetween(1, 60);
            assertThat(lazy.getInputStream().readAllBytes().length).isGreaterThan(198 << 20);
            assertThat(pieces.get()).isEqualTo(200);
        }
    }

    /** The count once it has not changed for a while. */
    private static int settled(AtomicInteger count) {
        Await.until("the first piece is read", () -> count.get() > 0);
        int[] before = {0};
        Await.until("no more is read", () -> {
            int last = before[0];
            before[0] = count.get();
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            return last == before[0];
        });
        return before[0];
    }
}
