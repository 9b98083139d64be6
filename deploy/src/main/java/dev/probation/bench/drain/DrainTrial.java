package dev.probation.bench.drain;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.outbox.Outbox;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.notify.notifywebhook.BodyType;
import dev.probation.agent.receiver.notify.notifywebhook.NotifyWebhookSettings;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import dev.probation.bench.agent.RealTime;
import dev.probation.bench.agent.TestBed;
import dev.probation.rules.deployment.Deployment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One outbox on a new SQLite store, in which messages wait for some receivers when it starts.
 *
 * @param messages for each receiver; each is an incident of its own, so that all are due at once
 * @param receivers that take them
 * @param failing beside them, receivers that refuse every attempt for now
 */
record DrainTrial(int messages, int receivers, int failing) {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final int WRITTEN_AT_ONCE = 500;
    private static final String DEPLOYMENT = "bench-1";

    /**
     * What came of it.
     *
     * @param delivered the messages that those receivers took which take them
     * @param first when the first of them had all, since the start
     * @param last when the last of them had
     */
    record Result(int delivered, Duration first, Duration last) {

        double perSecond() {
            return delivered / Math.max(0.001, last.toMillis() / 1000.0);
        }
    }

    private List<String> healthy() {
        return IntStream.range(0, receivers)
                .mapToObj(number -> "takes-" + number)
                .toList();
    }

    private List<String> all() {
        return Stream.concat(
                        IntStream.range(0, failing).mapToObj(number -> DrainReceivers.FAILS + '-' + number),
                        healthy().stream())
                .toList();
    }

    /** Fails where the messages are not delivered within two minutes. */
    Result run() throws IOException {
        Path folder = Files.createTempDirectory("probation-drain");
        Vertx vertx = Vertx.vertx();
        try {
            return run(vertx, folder);
        } finally {
            get(vertx.close());
            TestBed.remove(folder);
        }
    }

    private Result run(Vertx vertx, Path folder) throws IOException {
        DrainReceivers server = new DrainReceivers(vertx);
        int port = get(server.listen());
        StoreExecutor store =
                get(StoreExecutor.open(vertx, () -> StoreFactory.open("sqlite:" + folder.resolve("probation.db"))));
        try {
            get(store.run(this::fill));
            Instant begin = RealTime.now();
            Outbox outbox = get(start(vertx, store, port));
            try {
                RealTime.await(
                        "all messages were delivered",
                        LIMIT,
                        () -> healthy().stream().allMatch(receiver -> server.taken(receiver) == messages));
            } finally {
                get(outbox.close());
            }
            return result(server, begin);
        } finally {
            get(store.close());
        }
    }

    private Result result(DrainReceivers server, Instant begin) {
        List<Duration> ends = healthy().stream()
                .map(receiver -> Duration.between(begin, server.lastAt(receiver)))
                .toList();
        int delivered = healthy().stream().mapToInt(server::taken).sum();
        return new Result(delivered, Collections.min(ends), Collections.max(ends));
    }

    private Future<Outbox> start(Vertx vertx, StoreExecutor store, int port) {
        Time wall = new VertxTime(vertx, vertx.getOrCreateContext());
        return Outbox.start(
                new ReceiverContext(vertx, wall),
                new SteadyTime(wall),
                store,
                all().stream().map(name -> webhook(name, port)).toList(),
                new RollbackConfig(RollbackConfig.Mode.OFF, List.of(), Duration.ZERO),
                new Metrics("bench", "").outbox(),
                new KnownIncidents(),
                deployment -> {});
    }

    private static ReceiverConfig webhook(String name, int port) {
        Secret url = new Secret("http://127.0.0.1:" + port + '/' + name);
        return new ReceiverConfig(
                name,
                "webhook",
                new NotifyWebhookSettings(url, Optional.empty(), Optional.empty(), BodyType.JSON),
                Set.of(NotificationEvent.WINDOW));
    }

    private void fill(Store store) {
        Instant now = RealTime.now();
        Deployment deployment = new Deployment(DEPLOYMENT, "bench", "1", now, now, false);
        if (!store.add(deployment, "bench", change(List.of()))) {
            throw new IllegalStateException("the store is not new");
        }
        Notice notice = Notice.of(NotificationEvent.WINDOW, IncidentAction.INFO, now, deployment, "a window ended");
        List<Message> waiting = new ArrayList<>();
        for (int number = 0; number < messages; number++) {
            for (String receiver : all()) {
                String id = receiver + '/' + number;
                waiting.add(new Message(id, DEPLOYMENT, receiver, id, now, notice));
            }
        }
        for (int from = 0; from < waiting.size(); from += WRITTEN_AT_ONCE) {
            store.write(change(waiting.subList(from, Math.min(waiting.size(), from + WRITTEN_AT_ONCE))));
        }
    }

    private static Change change(List<Message> messages) {
        return new Change(
                DEPLOYMENT, List.of(), List.of(), messages, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static <T> T get(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(STEP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IOException(failed);
        }
    }
}
