package dev.probation.agent.probe.http;

import dev.probation.agent.probe.ProbeFailures;
import dev.probation.agent.probe.http.Call.Trait;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call under way. Redirects are followed here: the client's own would outlive the deadline, since resetting the
 * first request does not reach the second.
 */
final class Exchange {

    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_REDIRECTS = 5;

    private final HttpClient client;
    private final Call call;
    private final String peer;
    private final Time time;
    private final Promise<Reply> promise = Promise.promise();
    private final long startedAt;
    private final Time.Cancellable timer;
    private final Buffer body = Buffer.buffer();

    // volatile, since a caller outside of the timer's event loop has its connection on another one
    private volatile @Nullable HttpClientRequest request;
    private volatile String during = "while connecting";
    private long received;
    private int redirects;

    Exchange(HttpClient client, Call call, String peer, Time time) {
        this.client = client;
        this.call = call;
        this.peer = peer;
        this.time = time;
        this.startedAt = time.nanos();
        this.timer = time.after(call.timeout(), this::expire);
    }

    Future<Reply> start() {
        connect(call.request());
        return promise.future();
    }

    private void connect(RequestOptions options) {
        try {
            client.request(options)
                    .onSuccess(connected -> send(connected, options))
                    .onFailure(this::fail);
        } catch (RuntimeException wrongAddress) {
            fail(wrongAddress);
        }
    }

    private void send(HttpClientRequest connected, RequestOptions options) {
        request = connected;
        connected.exceptionHandler(this::fail);
        if (promise.future().isComplete()) {
            abort();
            return;
        }
        during = "while waiting for the answer's head";
        Future<HttpClientResponse> response =
                call.body().isPresent() ? connected.send(call.body().get()) : connected.send();
        response.onSuccess(head -> read(head, options)).onFailure(this::fail);
    }

    private void read(HttpClientResponse response, RequestOptions sent) {
        Optional<RequestOptions> next =
                call.has(Trait.FOLLOW_REDIRECTS) ? Redirect.of(response, sent) : Optional.empty();
        received = 0;
        during = "while reading the body";
        response.exceptionHandler(this::fail)
                .handler(chunk -> take(chunk, next.isEmpty()))
                .endHandler(whole -> next.ifPresentOrElse(this::follow, () -> finish(response)));
    }

    private void take(Buffer chunk, boolean last) {
        received += chunk.length();
        if (received > MAX_BODY) {
            end(new Failed(Cause.TOO_LARGE, "the answer of " + peer + " is longer than 1 MiB"));
            abort();
            return;
        }
        if (last && call.has(Trait.KEEP_BODY)) {
            body.appendBuffer(chunk);
        }
    }

    private void follow(RequestOptions next) {
        if (promise.future().isComplete()) {
            return;
        }
        if (++redirects > MAX_REDIRECTS) {
            end(new Failed(Cause.BAD_STATUS, peer + " redirected more than " + MAX_REDIRECTS + " times"));
            return;
        }
        during = "while following a redirect";
        connect(next);
    }

    private void finish(HttpClientResponse response) {
        double seconds = (time.nanos() - startedAt) / 1e9;
        timer.cancel();
        promise.tryComplete(new Reply.Answer(response.statusCode(), response.headers(), body, seconds));
    }

    private void fail(Throwable thrown) {
        end(ProbeFailures.of(thrown, peer));
        abort();
    }

    private void expire() {
        end(ProbeFailures.timeout(call.timeout(), during));
        abort();
    }

    private void end(Failed failure) {
        timer.cancel();
        promise.tryComplete(new Reply.Broken(failure));
    }

    /** Gives the connection back: closed, unless it was not used yet. */
    private void abort() {
        HttpClientRequest open = request;
        if (open != null) {
            open.reset();
        }
    }
}
