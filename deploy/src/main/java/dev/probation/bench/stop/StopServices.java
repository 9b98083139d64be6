package dev.probation.bench.stop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.probation.bench.agent.RealTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What an agent that is stopped asks and tells: an application, a deployer and a team. */
final class StopServices implements AutoCloseable {
    /** A message that came. */
    record Sent(Instant at, String id, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Instant> probes = new CopyOnWriteArrayList<>();
    private final Map<String, List<Sent>> sent = new ConcurrentHashMap<>();
    private volatile boolean broken;
    private volatile Duration answersAfter = Duration.ZERO;

    private StopServices(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/health", this::probed);
        server.createContext("/", this::told);
        server.start();
    }

    static StopServices start() throws IOException {
        return new StopServices(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on the application fails. */
    void breaks() {
        broken = true;
    }

    /** From now on messages are answered so late. */
    void answersAfter(Duration delay) {
        answersAfter = delay;
    }

    /** When it was probed. */
    List<Instant> probes() {
        return probes;
    }

    /** What came to a path, repeats too. */
    List<Sent> sent(String path) {
        return sent.computeIfAbsent(path, any -> new CopyOnWriteArrayList<>());
    }

    private void probed(HttpExchange exchange) throws IOException {
        probes.add(RealTime.now());
        answer(exchange, broken ? 500 : 200);
    }

    private void told(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        sent(exchange.getRequestURI().getPath()).add(new Sent(RealTime.now(), id, body));
        RealTime.pause(answersAfter);
        answer(exchange, 204);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
