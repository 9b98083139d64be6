package dev.probation.agent.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.servers.Await;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Mistake;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockingCallsTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration GENEROUS = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final Time time = new VertxTime(vertx, vertx.getOrCreateContext());
    private final Promise<Void> reading = Promise.promise();

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    enum Threads {
        SHARED,
        SINGLE;

        private BlockingCalls of(Vertx vertx) {
            return this == SHARED ? BlockingCalls.shared(vertx) : BlockingCalls.single("call");
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatTheWorkReturnsOrThrows(Threads threads) {
        BlockingCalls calls = threads.of(vertx);

        assertThat(Await.result(calls.run(time, GENEROUS, call -> "done"))).contains("done");
        assertThat(Await.result(calls.run(() -> Thread.currentThread().getName())))
                .startsWith(threads == Threads.SINGLE ? "call" : "probation-probe");
        Future<Optional<String>> failed = calls.run(time, GENEROUS, call -> {
            throw new IOException("broken");
        });
        assertThatThrownBy(() -> Await.done(failed)).hasRootCauseMessage("broken");
    }

    @ParameterizedTest
    @EnumSource
    void aReadThatHangsIsCutAtTheDeadline(Threads threads) throws IOException {
        BlockingCalls calls = threads.of(vertx);
        FakeTime fake = new FakeTime(Instant.EPOCH);
        try (ServerSocket silent = silent()) {
            Future<Optional<Integer>> read = calls.run(fake, GENEROUS, call -> read(call, silent));
            Await.done(reading.future());

            fake.advance(GENEROUS);

            assertThatThrownBy(() -> Await.done(read)).hasRootCauseInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsUnderWayIsCutWhenItIsClosed(Threads threads) throws IOException {
        BlockingCalls calls = threads.of(vertx);
        try (ServerSocket silent = silent()) {
            Future<Optional<Integer>> read = calls.run(time, GENEROUS, call -> read(call, silent));
            Await.done(reading.future());

            Await.done(calls.close());

            assertThatThrownBy(() -> Await.done(read)).hasRootCauseInstanceOf(SocketException.class);
        }
    }

    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private int read(BlockingCall call, ServerSocket server) throws IOException {
        DeadlineSockets sockets = new DeadlineSockets();
        call.closeAtDeadline(sockets);
        try (Socket socket = sockets.unconnected()) {
            socket.connect(server.getLocalSocketAddress());
            reading.complete();
            return socket.getInputStream().read();
        }
    }

    @Test
    void whatFindsNoFreeThreadWithinItsDeadlineIsNotBegun() {
        BlockingCalls calls = BlockingCalls.shared(vertx);
        CountDownLatch held = new CountDownLatch(1);
        List<Future<Boolean>> holding = IntStream.range(0, SharedThreads.THREADS)
                .mapToObj(thread -> calls.run(() -> {
                    held.await();
                    return true;
                }))
                .toList();

        Future<Optional<String>> late = calls.run(time, Duration.ofMillis(1), call -> "begun");
        Promise<Void> passed = Promise.promise();
        vertx.setTimer(SHORT.toMillis(), fired -> passed.complete());
        Await.done(passed.future());
        held.countDown();

        assertThat(Await.result(late)).isEmpty();
        assertThat(Await.result(Future.all(holding)).succeeded()).isTrue();
    }

    @Test
    void oneIsLetInAtATime() {
        OneAtATime turn = new OneAtATime();
        Promise<String> first = Promise.promise();

        assertThat(turn.begin(first::future)).isPresent();
        assertThat(turn.begin(() -> Future.succeededFuture("second"))).isEmpty();
        first.fail("broken");
        assertThat(turn.begin(() -> Future.succeededFuture("third"))).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheWorkThrowsIsGivenOnAnErrorIncluded(Mistake mistake) {
        for (Threads threads : Threads.values()) {
            BlockingCalls calls = threads.of(vertx);

            Future<Optional<String>> broken = calls.run(time, GENEROUS, call -> mistake.make());

            assertThatThrownBy(() -> Await.done(broken)).hasRootCauseMessage("a mistake");
            assertThat(Await.result(calls.run(() -> "next"))).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNextIsLetInWhereTheOneBeforeThrewInsteadOfBeginning(Mistake mistake) {
        OneAtATime turn = new OneAtATime();

        Optional<Future<String>> broken = turn.begin(mistake::make);

        assertThat(broken.orElseThrow().cause()).hasMessage("a mistake");
        assertThat(turn.begin(() -> Future.succeededFuture("second"))).isPresent();
    }
}
