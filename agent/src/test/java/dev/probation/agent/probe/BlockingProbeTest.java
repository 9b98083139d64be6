package dev.probation.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.names.FoundHost;
import dev.probation.agent.servers.Await;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingProbeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final FakeTime fake = new FakeTime(Instant.EPOCH);
    private final Promise<Void> asked = Promise.promise();
    private final CountDownLatch cut = new CountDownLatch(1);

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    /** The call's own deadline is that of the probe less the lookup, rounded down to milliseconds as timers are. */
    @Test
    void isATimeoutWhereItsCallIsCutJustBeforeItsOwnDeadline() {
        Promise<FoundHost> lookup = Promise.promise();
        BlockingProbe probe = new BlockingProbe(
                BlockingCalls.shared(vertx),
                inMillis(),
                TIMEOUT,
                lookup::future,
                this::hang,
                thrown -> new Failed(Cause.RESET, "cut"));

        Future<Outcome> outcome = probe.ask(Instant.EPOCH);
        fake.advance(Duration.of(500, ChronoUnit.MICROS));
        lookup.complete(new FoundHost("db", List.of("127.0.0.1"), true));
        Await.done(asked.future());
        fake.advance(TIMEOUT.minusMillis(1));

        assertThat(Await.result(outcome))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.cause()).isEqualTo(Cause.TIMEOUT));
    }

    private Outcome hang(BlockingCall call, FoundHost host) throws Exception {
        call.closeAtDeadline(cut::countDown);
        asked.complete();
        cut.await();
        throw new SocketException("Socket closed");
    }

    private Time inMillis() {
        return new Time() {
            @Override
            public Instant now() {
                return fake.now();
            }

            @Override
            public long nanos() {
                return fake.nanos();
            }

            @Override
            public Cancellable after(Duration delay, Runnable task) {
                return fake.after(delay.truncatedTo(ChronoUnit.MILLIS), task);
            }
        };
    }
}
