package dev.probation.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/**
 * What the agent is measured against: any number of HTTP endpoints {@code /e/0}, {@code /e/1} ... that note when they
 * were asked, and {@code /hook}, which takes rollback signals. One event loop and no allocation beyond Vert.x's own, so
 * that it disturbs the agent little.
 */
public final class Endpoints {
    private static final Buffer FINE = Buffer.buffer("{\"status\":\"ok\"}");
    private static final Buffer BROKEN = Buffer.buffer("{\"status\":\"broken\"}");
    private static final int WORST_MILLIS = 20_000;

    private long periodMillis = 1000;
    private int failures = 3;
    private long[] first = new long[0];
    private int[] turns = new int[0];
    private int[] broken = new int[0];
    private int[] deviations = new int[WORST_MILLIS + 1];
    private long probes;
    private long firstProbe;
    private long skipped;
    private long brokenSince;
    private long lastStraw;
    private JsonArray hooks = new JsonArray();

    private Endpoints() {}

    public static void main(String[] arguments) {
        Endpoints endpoints = new Endpoints();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.createHttpServer()
                .requestHandler(endpoints::route)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println(server.actualPort()))
                .onFailure(cause -> System.exit(1));
    }

    private void route(HttpServerRequest request) {
        String path = request.path();
        if (path.startsWith("/e/")) {
            arrived(Integer.parseInt(path, 3, path.length(), 10), System.currentTimeMillis());
            boolean fine = brokenSince == 0;
            request.response().setStatusCode(fine ? 200 : 500).end(fine ? FINE : BROKEN);
            return;
        }
        switch (path) {
            case "/hook" -> request.body().onSuccess(body -> hook(request, body));
            case "/control/reset" -> answer(request, reset(request));
            case "/control/break" -> answer(request, breakAll());
            case "/control/mend" -> answer(request, mend());
            case "/control/stats" -> answer(request, stats());
            case "/control/hooks" -> answer(request, new JsonObject().put("hooks", hooks));
            default -> request.response().setStatusCode(404).end();
        }
    }

    /** The schedule of a path is the grid that its first probe and the period span. */
    private void arrived(int path, long now) {
        probes++;
        if (firstProbe == 0) {
            firstProbe = now;
        }
        if (path >= first.length) {
            return;
        }
        if (brokenSince != 0 && ++broken[path] == failures && lastStraw == 0) {
            lastStraw = now;
        }
        if (first[path] == 0) {
            first[path] = now;
            return;
        }
        long since = now - first[path];
        int turn = (int) Math.round((double) since / periodMillis);
        deviations[(int) Math.min(Math.abs(since - turn * periodMillis), WORST_MILLIS)]++;
        skipped += Math.max(0, turn - turns[path] - 1);
        turns[path] = turn;
    }

    private JsonObject reset(HttpServerRequest request) {
        int paths = Integer.parseInt(request.getParam("paths"));
        periodMillis = Long.parseLong(request.getParam("period"));
        failures = Integer.parseInt(request.getParam("failures", "3"));
        first = new long[paths];
        turns = new int[paths];
        deviations = new int[WORST_MILLIS + 1];
        hooks = new JsonArray();
        probes = 0;
        firstProbe = 0;
        skipped = 0;
        return mend();
    }

    private JsonObject breakAll() {
        broken = new int[first.length];
        lastStraw = 0;
        brokenSince = System.currentTimeMillis();
        return new JsonObject().put("at", brokenSince);
    }

    private JsonObject mend() {
        brokenSince = 0;
        lastStraw = 0;
        return new JsonObject();
    }

    private void hook(HttpServerRequest request, Buffer body) {
        hooks.add(new JsonObject()
                .put("at", System.currentTimeMillis())
                .put("brokenAt", brokenSince)
                .put("lastStrawAt", lastStraw)
                .put("id", request.getHeader("webhook-id"))
                .put("signature", request.getHeader("webhook-signature"))
                .put("body", body.toString()));
        answer(request, new JsonObject());
    }

    private JsonObject stats() {
        long[] starts = Arrays.stream(first).filter(at -> at != 0).sorted().toArray();
        long widest = 0;
        for (int index = 1; index < starts.length; index++) {
            widest = Math.max(widest, starts[index] - starts[index - 1]);
        }
        return new JsonObject()
                .put("probes", probes)
                .put("firstAt", firstProbe)
                .put("lastStrawAt", lastStraw)
                .put("paths", starts.length)
                .put("least", first.length == 0 ? 0 : Arrays.stream(turns).min().orElse(0))
                .put("lastFirstAt", starts.length == 0 ? 0 : starts[starts.length - 1])
                .put("widestGap", widest)
                .put("p99", deviation(0.99))
                .put("worst", deviation(1))
                .put("skipped", skipped);
    }

    private int deviation(double share) {
        long all = Arrays.stream(deviations).asLongStream().sum();
        long seen = 0;
        for (int millis = 0; millis <= WORST_MILLIS; millis++) {
            seen += deviations[millis];
            if (seen >= all * share) {
                return millis;
            }
        }
        return WORST_MILLIS;
    }

    private static void answer(HttpServerRequest request, JsonObject body) {
        request.response().putHeader("content-type", "application/json").end(body.encode());
    }
}
