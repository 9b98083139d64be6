package dev.probation.bench.load;

import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Strangers who send of each {@link FloodKind} as much as one thread can that waits for its connections, and for nothing else.
 */
@AllowForbiddenApi("a program of its own, which prints its port")
final class FloodClients {

    private final Map<FloodKind, AtomicLong> sent = new EnumMap<>(FloodKind.class);
    private final Map<FloodKind, AtomicLong> bytes = new EnumMap<>(FloodKind.class);
    private volatile boolean flooding = true;

    private FloodClients() {
        for (FloodKind kind : FloodKind.values()) {
            sent.put(kind, new AtomicLong());
            bytes.put(kind, new AtomicLong());
        }
    }

    public static void main(String[] arguments) {
        FloodClients clients = new FloodClients();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.createHttpServer()
                .requestHandler(clients::route)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println(server.actualPort()))
                .onFailure(cause -> System.exit(1));
    }

    private void route(HttpServerRequest request) {
        switch (request.path()) {
            case "/control/begin" -> begin(request);
            case "/control/end" -> flooding = false;
            default -> {}
        }
        request.response().putHeader("content-type", "application/json").end(stats().encode());
    }

    private void begin(HttpServerRequest request) {
        int port = Integer.parseInt(request.getParam("port"));
        long seed = Long.parseLong(request.getParam("seed"));
        List<FloodKind> kinds = Arrays.stream(request.getParam("kinds").split(",", -1))
                .map(FloodKind::of)
                .toList();
        Thread thread = new Thread(() -> flood(kinds, port, new Random(seed)), "flood");
        thread.setDaemon(true);
        thread.start();
    }

    private JsonObject stats() {
        JsonObject all = new JsonObject();
        for (FloodKind kind : FloodKind.values()) {
            all.put(
                    kind.label(),
                    new JsonObject()
                            .put("sent", counter(sent, kind).get())
                            .put("bytes", counter(bytes, kind).get()));
        }
        return all;
    }

    private static AtomicLong counter(Map<FloodKind, AtomicLong> counters, FloodKind kind) {
        return counters.getOrDefault(kind, new AtomicLong());
    }

    private void flood(List<FloodKind> kinds, int port, Random random) {
        InetSocketAddress agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Map<FloodKind, Deque<SocketChannel>> open = new EnumMap<>(FloodKind.class);
        kinds.forEach(kind -> open.put(kind, new ArrayDeque<>()));
        while (flooding) {
            FloodKind kind = kinds.get(random.nextInt(kinds.size()));
            Deque<SocketChannel> others = open.getOrDefault(kind, new ArrayDeque<>());
            send(kind, agent, others, random);
            if (others.size() > kind.kept()) {
                close(others.remove());
            }
        }
        open.values().forEach(channels -> channels.forEach(FloodClients::close));
    }

    private void send(FloodKind kind, InetSocketAddress agent, Deque<SocketChannel> others, Random random) {
        try {
            SocketChannel channel = SocketChannel.open(agent);
            others.add(channel);
            channel.configureBlocking(false);
            counter(bytes, kind).addAndGet(channel.write(ByteBuffer.wrap(kind.bytes(random))));
            counter(sent, kind).incrementAndGet();
        } catch (IOException refused) {
            Thread.onSpinWait();
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            Thread.onSpinWait();
        }
    }
}
