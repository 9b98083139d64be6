package dev.probation.agent.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one answer up to a limit. What is longer fails, on which the web client closes the connection; so does
 * a call that is over meanwhile.
 */
final class LimitedBody implements BodyCodec<Buffer>, BodyStream<Buffer> {

    private final Exchange exchange;
    private final Hop hop;
    private final int limit;
    private final Buffer kept = Buffer.buffer();
    private @Nullable HttpClientResponse head;
    private @Nullable Hop next;
    private boolean keep;
    private long received;

    LimitedBody(Exchange exchange, Hop hop, int limit) {
        this.exchange = exchange;
        this.hop = hop;
        this.limit = limit;
    }

    /** What the web client calls at each step of a request; the one way to its connection. */
    static void intercept(HttpContext<?> context) {
        if (context.request().bodyCodec() instanceof LimitedBody body) {
            if (context.phase() == ClientPhase.SEND_REQUEST) {
                body.send(context);
                return;
            }
            if (context.phase() == ClientPhase.RECEIVE_RESPONSE) {
                body.begin(context.clientResponse());
            }
        }
        context.next();
    }

    private void send(HttpContext<?> context) {
        if (!exchange.connected(context.clientRequest())) {
            context.fail(VertxException.noStackTrace("the call is over"));
            return;
        }
        try {
            context.next();
        } catch (RuntimeException unwritable) {
            exchange.unsent();
            context.fail(unwritable);
        }
    }

    private void begin(HttpClientResponse response) {
        head = response;
        next = exchange.next(hop, response).orElse(null);
        keep = next == null && exchange.isBodyWanted();
    }

    @Override
    public BodyStream<Buffer> stream() {
        return this;
    }

    @Override
    public Future<Void> write(Buffer part) {
        received += part.length();
        if (keep) {
            kept.appendBuffer(part, 0, Math.min(part.length(), limit - kept.length()));
        }
        return received > limit ? Future.failedFuture(new LongBodyException()) : Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Buffer> result() {
        return Future.succeededFuture(kept);
    }

    /** What has been kept so far. */
    Buffer kept() {
        return kept;
    }

    HttpClientResponse head() {
        return Objects.requireNonNull(head, "the head comes before the body");
    }

    /** The request that the answer asks for. */
    Optional<Hop> next() {
        return Optional.ofNullable(next);
    }

    @Override
    public void handle(Throwable broken) {
        // the web client fails the request by itself
    }

    @Override
    public LimitedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public LimitedBody setWriteQueueMaxSize(int bytes) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public LimitedBody drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
