package dev.probation.bench.drain;

import dev.probation.bench.agent.RealTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server to which every receiver is a path: it notes what each took, and answers 503 to those that fail. */
final class DrainReceivers {

    static final String FAILS = "fails";

    private final Map<String, Set<String>> taken = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastAt = new ConcurrentHashMap<>();
    private final HttpServer server;

    DrainReceivers(Vertx vertx) {
        this.server = vertx.createHttpServer().requestHandler(this::receive);
    }

    Future<Integer> listen() {
        return server.listen(0, "127.0.0.1").map(HttpServer::actualPort);
    }

    private void receive(HttpServerRequest request) {
        String receiver = request.path().substring(1);
        boolean isNew = taken.computeIfAbsent(receiver, first -> ConcurrentHashMap.newKeySet())
                .add(String.valueOf(request.getHeader("webhook-id")));
        if (isNew) {
            lastAt.put(receiver, RealTime.now());
        }
        request.response().setStatusCode(receiver.startsWith(FAILS) ? 503 : 204).end();
    }

    /** How many messages a receiver was sent, repeats aside. */
    int taken(String receiver) {
        return taken.getOrDefault(receiver, Set.of()).size();
    }

    /** When a receiver was sent the last that it had not been sent before. */
    Instant lastAt(String receiver) {
        return lastAt.getOrDefault(receiver, Instant.EPOCH);
    }
}
