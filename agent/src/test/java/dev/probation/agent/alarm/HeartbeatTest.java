package dev.probation.agent.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.HeartbeatConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.outbox.stage.BlockingWait;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.time.Mistake;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeartbeatTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final Metrics metrics = new Metrics("1", "a");
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private volatile boolean works = true;
    private volatile @Nullable Mistake broken;
    private volatile int status = 200;
    private HttpServer server;
    private Heartbeat heartbeat;

    @BeforeEach
    void start() {
        server = BlockingWait.on(
                vertx.createHttpServer()
                        .requestHandler(request -> {
                            received.add(request.method() + " " + request.path());
                            request.response().setStatusCode(status).end();
                        })
                        .listen(0, "localhost"),
                LONG);
        Secret url = new Secret("http://localhost:" + server.actualPort() + "/ping/canary");
        heartbeat = new Heartbeat(
                new HeartbeatConfig(url, Duration.ofMillis(20)),
                new ReceiverContext(vertx, new VertxTime(vertx, vertx.getOrCreateContext())),
                metrics,
                () -> broken != null
                        ? broken.make()
                        : works ? Future.succeededFuture(true) : Future.failedFuture("the store is gone"));
    }

    @AfterEach
    void stop() {
        BlockingWait.until(heartbeat.stop(), LONG);
        BlockingWait.until(vertx.close(), LONG);
    }

    private @Nullable String next(Duration most) throws InterruptedException {
        return received.poll(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void tellsTheSwitchAgainAndAgain() throws Exception {
        heartbeat.start();

        for (int i = 0; i < 3; i++) {
            assertThat(next(LONG)).isEqualTo("POST /ping/canary");
        }
        assertThat(page()).contains("probation_heartbeat_timestamp_seconds 1.").doesNotContain("canary");
    }

    @Test
    void anAgentThatCannotWorkIsSilent() throws Exception {
        works = false;
        heartbeat.start();

        assertThat(next(Duration.ofMillis(300))).isNull();
        assertThat(page()).contains("probation_heartbeat_timestamp_seconds NaN");

        works = true;
        assertThat(next(LONG)).isNotNull();
    }

    @Test
    void goesOnWhereTheSwitchRefuses() throws Exception {
        status = 503;
        heartbeat.start();

        assertThat(next(LONG)).isNotNull();
        assertThat(next(LONG)).isNotNull();
        assertThat(page()).containsPattern("probation_heartbeats_total\\{result=\"failed\",?} [1-9]");
    }

    private String page() {
        return new String(metrics.page("text/plain", "").bytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhereLookingWhetherTheAgentWorksThrows(Mistake mistake) throws Exception {
        broken = mistake;
        heartbeat.start();
        assertThat(next(Duration.ofMillis(300))).isNull();

        broken = null;

        assertThat(next(LONG)).isNotNull();
    }
}
