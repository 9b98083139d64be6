package dev.probation.bench.load;

import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What the agent is measured against: any number of HTTP endpoints {@code /e/0}, {@code /e/1} ... that note when they
 * were asked, and {@code /hook}, which takes rollback signals. One event loop and no allocation beyond Vert.x's own, so
 * that it disturbs the agent little.
 */
@AllowForbiddenApi("a program of its own, which notes when it was asked, and prints its port")
final class Endpoints {
    private static final Buffer FINE = Buffer.buffer("{\"status\":\"ok\"}");
    private static final Buffer BROKEN = Buffer.buffer("{\"status\":\"broken\"}");

    private ProbeTimes times = new ProbeTimes(0, 1000, 3);
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
            times.arrived(Integer.parseInt(path, 3, path.length(), 10), System.currentTimeMillis());
            boolean fine = !times.isBroken();
            request.response().setStatusCode(fine ? 200 : 500).end(fine ? FINE : BROKEN);
            return;
        }
        switch (path) {
            case "/hook" -> request.body().onSuccess(body -> hook(request, body));
            case "/control/reset" -> answer(request, reset(request));
            case "/control/break" -> answer(request, breakAll());
            case "/control/stats" -> answer(request, times.stats());
            case "/control/hooks" -> answer(request, new JsonObject().put("hooks", hooks));
            default -> request.response().setStatusCode(404).end();
        }
    }

    private JsonObject reset(HttpServerRequest request) {
        times = new ProbeTimes(
                Integer.parseInt(request.getParam("paths")),
                Long.parseLong(request.getParam("period")),
                Integer.parseInt(request.getParam("failures", "3")));
        hooks = new JsonArray();
        return new JsonObject();
    }

    private JsonObject breakAll() {
        times.breakDown(System.currentTimeMillis());
        return new JsonObject();
    }

    private void hook(HttpServerRequest request, Buffer body) {
        hooks.add(new JsonObject()
                .put("at", System.currentTimeMillis())
                .put("brokenAt", times.brokenSince())
                .put("lastStrawAt", times.lastStraw())
                .put("id", request.getHeader("webhook-id"))
                .put("signature", request.getHeader("webhook-signature"))
                .put("body", body.toString()));
        answer(request, new JsonObject());
    }

    private static void answer(HttpServerRequest request, JsonObject body) {
        request.response().putHeader("content-type", "application/json").end(body.encode());
    }
}
