package dev.probation.agent.web.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/** The ways in which an answer is sent. */
public final class Replies {

    public static final String JSON = "application/json; charset=utf-8";

    private Replies() {}

    public static void json(RoutingContext context, JsonObject body) {
        send(context, JSON, body.toBuffer());
    }

    public static void text(RoutingContext context, String contentType, String body) {
        send(context, contentType, Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends what is left to send; a client that went away, or an answer given up before, ends it. */
    public static void send(RoutingContext context, String contentType, Buffer body) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .end(body)
                .onFailure(cause -> context.request().connection().close());
    }
}
