package dev.probation.agent.outbox;

import dev.probation.agent.outbox.stage.BlockingWait;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays the services behind the receivers, and each of their faults, byte by byte. The first part of a path is a room of its own. */
final class FaultyServer implements AutoCloseable {

    /** What becomes of a request. */
    enum Fault {
        NONE,
        ENDS_AT_ONCE,
        SILENT,
        RESET_IN_BODY,
        RATE_IN_SECONDS,
        RATE_AS_DATE,
        HTTP_500,
        HTTP_502,
        HTTP_503,
        HTTP_504,
        SLOW,
        DRIPS,
        GARBAGE,
        HTTP_400,
        HTTP_403,
        HTTP_404,
        HTTP_410,
        ERROR_WITH_200,
        REDIRECT,
        NOBODY_LISTENS,
        NO_SUCH_NAME,
        UNTRUSTED;

        int status() {
            return Integer.parseInt(name().substring("HTTP_".length()));
        }
    }

    /** What a receiver asks for with {@code Retry-After}. */
    static final Duration ASKED = Duration.ofSeconds(90);

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long SLOW_MILLIS = 60;
    private static final long DRIP_MILLIS = 20;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");
    private static final Map<String, String> TAKEN = Map.of(
            "slack", answer(200, "", "ok"),
            "pagerduty", answer(202, "", "{\"status\":\"success\",\"message\":\"Event processed\"}"),
            "opsgenie", answer(202, "", "{\"result\":\"Request will be processed\",\"requestId\":\"1\"}"),
            "teams", answer(202, "", ""),
            "webhook", answer(204, "", ""));

    private final Vertx vertx;
    private final NetServer server;
    private final Supplier<Instant> now;
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, List<String>> bodies = new ConcurrentHashMap<>();

    FaultyServer(Vertx vertx, NetServerOptions options, Supplier<Instant> now) {
        this.vertx = vertx;
        this.now = now;
        this.server =
                vertx.createNetServer(options.setHost("127.0.0.1").setPort(0)).connectHandler(this::accept);
        BlockingWait.until(server.listen(), LONG);
    }

    int port() {
        return server.actualPort();
    }

    /** What becomes of a room's requests from now on. */
    void set(String room, Fault fault) {
        Fault unusedBefore = faults.merge(room, fault, (before, after) -> after);
    }

    /** The bodies of all requests that came. */
    List<String> bodies(String room) {
        return bodies.computeIfAbsent(room, any -> new CopyOnWriteArrayList<>());
    }

    private void accept(NetSocket socket) {
        Buffer read = Buffer.buffer();
        socket.exceptionHandler(ignored -> socket.close());
        socket.handler(part -> {
            read.appendBuffer(part);
            String text = read.toString(StandardCharsets.UTF_8);
            int head = text.indexOf("\r\n\r\n");
            if (head >= 0 && read.length() >= head + 4 + length(text)) {
                answer(socket, text.split(" ", 3)[1].split("/"), text.substring(head + 4));
            }
        });
    }

    private static int length(String text) {
        Matcher matcher = LENGTH.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private void answer(NetSocket socket, String[] path, String body) {
        boolean unusedAdded = bodies(path[1]).add(body);
        Fault fault = faults.getOrDefault(path[1], Fault.NONE);
        switch (fault) {
            case NONE -> end(socket, taken(path[2]));
            case SLOW -> {
                long unusedTimer = vertx.setTimer(SLOW_MILLIS, fired -> end(socket, taken(path[2])));
            }
            case SILENT -> {}
            case DRIPS -> drip(socket);
            case ENDS_AT_ONCE -> socket.close();
            case RESET_IN_BODY -> end(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\no");
            case GARBAGE -> end(socket, "\u0001\u0002 garbage %&\r\n\r\n");
            case RATE_IN_SECONDS -> end(socket, answer(429, "Retry-After: " + ASKED.toSeconds() + "\r\n", ""));
            case RATE_AS_DATE -> end(socket, answer(429, "Retry-After: " + date() + "\r\n", ""));
            case ERROR_WITH_200 ->
                end(socket, answer(200, "", path[2].equals("slack") ? "invalid_blocks" : "Text is required."));
            case REDIRECT -> end(socket, answer(302, "Location: /" + path[1] + "/slack\r\n", ""));
            default -> end(socket, answer(fault.status(), "", "no"));
        }
    }

    private static String taken(String kind) {
        return Optional.ofNullable(TAKEN.get(kind)).orElseThrow();
    }

    private String date() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(now.get().plus(ASKED).atOffset(ZoneOffset.UTC));
    }

    private static String answer(int status, String headers, String body) {
        return String.format(
                Locale.ROOT,
                "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s",
                status,
                headers,
                body.length(),
                body);
    }

    private static void end(NetSocket socket, String answer) {
        socket.end(Buffer.buffer(answer));
    }

    private void drip(NetSocket socket) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        long timer = vertx.setPeriodic(DRIP_MILLIS, fired -> socket.write("."));
        socket.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    @Override
    public void close() {
        BlockingWait.until(server.close(), LONG);
    }
}
