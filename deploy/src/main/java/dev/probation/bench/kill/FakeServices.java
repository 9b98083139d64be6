package dev.probation.bench.kill;

import dev.probation.bench.agent.RealTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The world around one agent: checks {@code /e/NAME} that can be broken, and receivers at any other path, which note what
 * arrives and can fire a trigger while they take it.
 */
final class FakeServices implements AutoCloseable {
    /** Bad answers in a row that make a check fail. */
    static final int FAILURES = 3;

    /**
     * What arrived.
     *
     * @param channel the path, without its slash
     * @param id by which a repeat is known: the webhook's id; for PagerDuty its key and action, and which notice it is
     */
    record Arrival(Instant at, String channel, String id, JsonObject body) {
        static Arrival of(String channel, String webhookId, JsonObject body) {
            String id = body.containsKey("dedup_key")
                    ? body.getString("dedup_key") + ' ' + body.getString("event_action") + ' ' + notice(body)
                    : webhookId;
            return new Arrival(RealTime.now(), channel, id, body);
        }

        /** What it tells, and of when. */
        String notice() {
            return notice(body);
        }

        private static String notice(JsonObject body) {
            JsonObject payload = body.getJsonObject("payload");
            return StoreCopy.notice(payload == null ? body : payload.getJsonObject("custom_details"));
        }
    }

    private final HttpServer server;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final Map<String, Integer> badAnswers = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final AtomicReference<FaultTrigger> trigger = new AtomicReference<>();
    private volatile boolean lastStraw;

    private FakeServices(Vertx vertx) throws IOException {
        this.server = await(vertx.createHttpServer().requestHandler(this::route).listen(0, "127.0.0.1"));
    }

    static FakeServices open(Vertx vertx) throws IOException {
        return new FakeServices(vertx);
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IOException(failed);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void route(HttpServerRequest request) {
        String path = request.path().substring(1);
        if (path.startsWith("e/")) {
            probed(request, path.substring(2));
            return;
        }
        request.body().onSuccess(body -> take(request, path, body));
    }

    private void probed(HttpServerRequest request, String check) {
        asked.merge(check, 1, Integer::sum);
        boolean bad = broken.contains(check);
        request.response().setStatusCode(bad ? 500 : 200).end();
        if (bad && badAnswers.merge(check, 1, Integer::sum) >= FAILURES) {
            lastStraw = true;
        }
    }

    private void take(HttpServerRequest request, String channel, Buffer body) {
        arrivals.add(Arrival.of(channel, String.valueOf(request.getHeader("webhook-id")), body.toJsonObject()));
        FaultTrigger armed = trigger.get();
        if (armed == null || !armed.isFor(channel) || !trigger.compareAndSet(armed, null)) {
            request.response().setStatusCode(202).end();
        } else if (armed.answersFirst()) {
            request.response().setStatusCode(202).end().onComplete(done -> armed.fire());
        } else {
            armed.fire();
        }
    }

    /** Has the next arrival that it is for fire this trigger, once. */
    void arm(FaultTrigger next) {
        trigger.set(next);
    }

    void disarm() {
        trigger.set(null);
    }

    /** Answers badly at these checks from now on. */
    void breakDown(Set<String> checks) {
        broken.addAll(checks);
    }

    void mend() {
        broken.clear();
    }

    Set<String> broken() {
        return Set.copyOf(broken);
    }

    /** Whether a check has got as many bad answers as make it fail. */
    boolean isLastStraw() {
        return lastStraw;
    }

    /** Whether each of these checks was asked so often. */
    boolean wasAsked(Set<String> checks, int times) {
        return checks.stream().allMatch(check -> asked.getOrDefault(check, 0) >= times);
    }

    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    @Override
    public void close() throws IOException {
        await(server.close());
    }
}
