package dev.probation.agent.http;

import dev.probation.agent.http.HttpCall.Trait;
import dev.probation.agent.names.FoundHost;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.names.ResolverException;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call under way. Redirects are followed here: the web client's own would take credentials to another host. The timer
 * is Vert.x's own, since the network knows no other time than the real one.
 */
final class Exchange {

    private static final int MAX_REDIRECTS = 5;
    private static final String LOOKING_UP = "while looking up the name";
    private static final String REDIRECTED = "while following a redirect";

    private final Function<HttpAddress, WebClient> client;
    private final HostNames names;
    private final HttpCall call;
    private final Vertx vertx;
    private final Time time;
    private final Promise<HttpResult> promise = Promise.promise();
    private final long startedAt;

    // volatile, since a caller outside of the timer's event loop has its connection on another one
    private volatile long timer;
    private volatile @Nullable HttpClientRequest request;
    private volatile @Nullable Way connecting;
    private volatile String during = LOOKING_UP;
    private volatile boolean unsent;
    private int redirects;
    /** The address that redirected last. */
    private String redirectedBy = "";

    Exchange(Function<HttpAddress, WebClient> client, HostNames names, HttpCall call, Vertx vertx, Time time) {
        this.client = client;
        this.names = names;
        this.call = call;
        this.vertx = vertx;
        this.time = time;
        this.startedAt = time.nanos();
    }

    /** The future never fails. */
    Future<HttpResult> start() {
        if (!isWritable()) {
            return Future.succeededFuture(failure(NetworkFailure.NOT_SENT, null));
        }
        timer = after(call.limits().deadline(), this::expire);
        send(new Hop(call.method(), call.address(), call.headers(), call.body()));
        return promise.future();
    }

    /** Looked at before there is a connection, which the HTTP library would leave in a state that answers nobody. */
    private boolean isWritable() {
        return call.headers().entries().stream()
                .allMatch(header ->
                        RequestText.isHeaderName(header.getKey()) && RequestText.isHeaderValue(header.getValue()));
    }

    private long after(Duration delay, Runnable task) {
        return vertx.setTimer(Math.max(1, delay.toMillis()), fired -> task.run());
    }

    private void send(Hop hop) {
        lookUp(hop, found -> connect(new Way(hop, found, 0)));
    }

    private void lookUp(Hop hop, Consumer<FoundHost> then) {
        during = redirects == 0 ? LOOKING_UP : REDIRECTED;
        names.find(hop.address().host())
                .onComplete(
                        found -> admit(hop, found, then),
                        unknown -> end(NetworkFailure.sort(unknown).failure(), unknown));
    }

    /** Looked at once the name stands for addresses, to which the connection is made then: a name can stand for any. */
    private void admit(Hop hop, FoundHost found, Consumer<FoundHost> then) {
        if (hop.address().isSameHost(call.address())) {
            then.accept(found);
            return;
        }
        FoundHost allowed = RedirectRule.allowed(found, redirectedBy);
        if (allowed.addresses().isEmpty()) {
            end(NetworkFailure.FORBIDDEN_REDIRECT, ForbiddenRedirectException.inner(found));
        } else {
            then.accept(allowed);
        }
    }

    private void connect(Way way) {
        if (promise.future().isComplete()) {
            return;
        }
        during = redirects == 0 ? "while connecting" : REDIRECTED;
        connecting = way;
        LimitedBody body = new LimitedBody(this, way.hop(), call.limits().body());
        try {
            HttpRequest<Buffer> prepared = client.apply(way.hop().address())
                    .request(way.options(call.limits().connect()))
                    .as(body);
            Buffer sent = way.hop().body();
            Future<HttpResponse<Buffer>> response = sent == null ? prepared.send() : prepared.sendBuffer(sent);
            response.onComplete(whole -> ended(body), thrown -> failed(thrown, body, way));
        } catch (RuntimeException unwritable) {
            unsent();
            failed(unwritable, body, way);
        }
    }

    /** No connection: another address of the host may take it, or the name stands for another by now. */
    private void another(Way way, HttpFailure failure) {
        if (way.hasNext()) {
            connect(way.next());
        } else if (way.found().isNew()) {
            end(failure);
        } else {
            names.forget(way.found());
            lookUp(way.hop(), found -> {
                FoundHost others = found.without(way.found());
                if (others.addresses().isEmpty()) {
                    end(failure);
                } else {
                    connect(new Way(way.hop(), others, 0));
                }
            });
        }
    }

    /** Takes the connection; false where the call is over. */
    boolean connected(HttpClientRequest connection) {
        request = connection;
        // told by the response's future as well; Vert.x would log it as unhandled
        connection.exceptionHandler(told -> {});
        if (promise.future().isComplete()) {
            return false;
        }
        during = "while waiting for the response headers";
        return true;
    }

    /** Notes that the request could not be written, for which nobody else is to blame. */
    void unsent() {
        unsent = true;
    }

    /** The request that the answer asks for. */
    Optional<Hop> next(Hop hop, HttpClientResponse head) {
        during = "while reading the body";
        return follows() ? hop.next(head) : Optional.empty();
    }

    private boolean follows() {
        return call.has(Trait.FOLLOW_REDIRECTS) || call.has(Trait.FOLLOW_ANYWHERE);
    }

    boolean isBodyWanted() {
        return call.has(Trait.KEEP_BODY);
    }

    private void ended(LimitedBody body) {
        body.next().ifPresentOrElse(this::follow, () -> finish(body));
    }

    private void follow(Hop next) {
        if (promise.future().isComplete()) {
            return;
        }
        if (++redirects > MAX_REDIRECTS) {
            end(NetworkFailure.TOO_MANY_REDIRECTS, null);
            return;
        }
        if (!call.has(Trait.FOLLOW_ANYWHERE) && !next.address().isSameHost(call.address())) {
            end(NetworkFailure.FORBIDDEN_REDIRECT, ForbiddenRedirectException.otherHost(next.address()));
            return;
        }
        Way answered = connecting;
        redirectedBy = answered == null ? "" : answered.server();
        request = null;
        send(next);
    }

    /** The web client lets go of a request that failed, but leaves its connection open where the body was cut. */
    private void failed(Throwable thrown, LimitedBody body, Way way) {
        abort();
        if (thrown instanceof LongBodyException && body.next().isEmpty() && call.has(Trait.CUT_BODY)) {
            finish(body);
            return;
        }
        if (unsent) {
            // what was thrown may show a header
            end(NetworkFailure.NOT_SENT, null);
            return;
        }
        NetworkFailure.Sorted sorted = NetworkFailure.sort(thrown);
        NetworkFailure failure = isOwn(sorted) ? NetworkFailure.NOT_SENT : sorted.failure();
        boolean shown = failure != NetworkFailure.NOT_SENT || sorted.by() instanceof CaFileException;
        HttpFailure told = failure(failure, shown ? sorted.by() : null);
        if (request == null && failure != NetworkFailure.NOT_SENT) {
            another(way, told);
        } else {
            end(told);
        }
    }

    /** Without a connection nobody answered, so that what is none of the network's failures is the agent's. */
    private boolean isOwn(NetworkFailure.Sorted sorted) {
        return request == null
                && (sorted.failure() == NetworkFailure.UNKNOWN || sorted.by() instanceof IllegalArgumentException);
    }

    private void finish(LimitedBody body) {
        double seconds = (time.nanos() - startedAt) / 1e9;
        vertx.cancelTimer(timer);
        promise.tryComplete(new HttpAnswer(body.head().statusCode(), body.head().headers(), body.kept(), seconds));
    }

    private void expire() {
        if (call.limits().grace().isZero()) {
            giveUp();
        } else {
            timer = after(call.limits().grace(), this::giveUp);
        }
    }

    private void giveUp() {
        Way way = connecting;
        if (way != null && request == null) {
            names.forget(way.found());
        }
        if (during.equals(LOOKING_UP)) {
            end(NetworkFailure.UNKNOWN_NAME, ResolverException.silent());
        } else {
            end(NetworkFailure.TIMEOUT, null);
        }
        abort();
    }

    /** Closes the connection: Vert.x keeps one whose request broke while it was written, and its next answers never come. */
    private void abort() {
        HttpClientRequest open = request;
        if (open != null) {
            open.reset();
            open.connection().close();
        }
    }

    private void end(NetworkFailure failure, @Nullable Throwable cause) {
        end(failure(failure, cause));
    }

    private void end(HttpFailure failure) {
        vertx.cancelTimer(timer);
        promise.tryComplete(failure);
    }

    private HttpFailure failure(NetworkFailure failure, @Nullable Throwable cause) {
        return new HttpFailure(failure, call.address().peer(), call.limits().deadline(), during, cause);
    }
}
