package dev.probation.agent.web.exchange;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/** The ways in which an answer is sent. */
public final class Replies {

    public static final String JSON = "application/json; charset=utf-8";

    /** Up to so many bytes an answer is not worth accounting for. */
    private static final int SMALL = 8 * 1024;

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
        int length = body.length();
        if (length <= SMALL) {
            Future<Void> unused = write(context, contentType, body);
            return;
        }
        RequestMemory memory = RequestMemory.of(context);
        if (memory.takeForAnswer(length)) {
            Future<Void> unused = write(context, contentType, body).onComplete(taken -> memory.answerTaken(length));
        } else {
            context.fail(HttpProblem.of(HttpProblem.Kind.OVERLOADED));
        }
    }

    private static Future<Void> write(RoutingContext context, String contentType, Buffer body) {
        return context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .end(body)
                .onFailure(cause -> context.request().connection().close());
    }
}
