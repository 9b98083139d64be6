package dev.probation.agent.http;

import dev.probation.agent.http.HttpCall.Trait;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.names.ServerName;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes calls, each within its limits. Callers that connect in the same way share one client of Vert.x, so that thousands
 * of them cost no more than their connections.
 */
public final class HttpCaller {

    /**
     * Connections to one host and port at once. The pool reserves four bytes for each, for every host; more calls than
     * this in flight to one port would wait in its queue.
     */
    private static final int MAX_CONNECTIONS = 1_024;
    /** Shorter than servers keep theirs (2 s and up), so that they do not close one just as it is used again. */
    private static final int KEEP_ALIVE_SECONDS = 1;

    /** Longer than calls take that are under way. */
    private static final int KEEP_FOR_SECONDS = 60;

    private static final int MAX_HEAD = 16 * 1_024;

    private final Vertx vertx;
    private final Time time;
    private final Trust trust;
    private final HostNames names;
    private final AtomicInteger round = new AtomicInteger();
    private final Map<String, Client> clients = new ConcurrentHashMap<>();

    /** @param names which it leaves open */
    public HttpCaller(Vertx vertx, Time time, Trust trust, HostNames names) {
        this.vertx = vertx;
        this.time = time;
        this.trust = trust;
        this.names = names;
    }

    private record Client(HttpClient connections, WebClient web) {}

    /** Sends the call. The future never fails and is complete by the call's deadline. */
    public Future<HttpResult> send(HttpCall call) {
        return new Exchange(address -> client(call, address).web, names, call, vertx, time)
                .start()
                .onSuccess(result -> {
                    if (result instanceof HttpFailure failure && failure.cause() instanceof CaFileException) {
                        forget(call);
                    }
                });
    }

    /** A client of Vert.x keeps that its TLS could not be prepared; the next call gets another, with the file as it is then. */
    private void forget(HttpCall call) {
        for (boolean sni : new boolean[] {true, false}) {
            Client broken = clients.remove(key(call, sni));
            if (broken != null) {
                round.incrementAndGet();
                Future<Void> unused = broken.connections.shutdown(KEEP_FOR_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /** @param address of the call, or of where it is redirected to */
    private Client client(HttpCall call, HttpAddress address) {
        boolean sni = address.tls() && ServerName.isLeftOut(address.host());
        boolean keepAlive = !call.has(Trait.FRESH_CONNECTION);
        boolean compressed = call.has(Trait.COMPRESSED);
        long timeout = call.limits().connect().toMillis();
        return clients.computeIfAbsent(
                key(call, sni),
                key -> open(options(key + " round=" + round, timeout)
                        .setKeepAlive(keepAlive)
                        .setForceSni(sni)
                        .setDecompressionSupported(compressed)));
    }

    private String key(HttpCall call, boolean sni) {
        return "probation keep=" + !call.has(Trait.FRESH_CONNECTION) + " compressed=" + call.has(Trait.COMPRESSED)
                + " timeout=" + call.limits().connect().toMillis() + " ca="
                + trust.caFile().map(Object::toString).orElse("") + " anyone=" + trust.anyone() + " sni=" + sni;
    }

    private HttpClientOptions options(String name, long timeoutMillis) {
        HttpClientOptions options = new HttpClientOptions()
                .setShared(true)
                .setName(name)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(MAX_HEAD)
                .setMaxInitialLineLength(MAX_HEAD)
                .setSslHandshakeTimeout(timeoutMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        trust.apply(options);
        return options;
    }

    private Client open(HttpClientOptions options) {
        HttpClient connections = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
        WebClient web = WebClient.wrap(connections, new WebClientOptions().setUserAgentEnabled(false));
        return new Client(connections, web.addInterceptor(LimitedBody::intercept));
    }

    /** Closes what only this used. */
    public Future<Void> close() {
        Future<Void> closed = Future.succeededFuture();
        for (Client client : clients.values()) {
            closed = closed.eventually(client.connections::close).otherwiseEmpty();
        }
        clients.clear();
        return closed;
    }
}
