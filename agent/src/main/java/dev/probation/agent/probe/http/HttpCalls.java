package dev.probation.agent.probe.http;

import dev.probation.agent.config.Access;
import dev.probation.agent.config.Secret;
import dev.probation.agent.probe.http.Call.Trait;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Calls below one base address, each within its deadline. Targets that are reached in the same way share one client of
 * Vert.x, so that thousands of them cost no more than their connections.
 */
public final class HttpCalls {

    /**
     * Connections to one host and port at once. The pool reserves four bytes for each, for every host; more probes than
     * this in flight to one port would wait in its queue.
     */
    private static final int MAX_CONNECTIONS = 1_024;
    /** Shorter than servers keep theirs (2 s and up), so that they do not close one just as it is used again. */
    private static final int KEEP_ALIVE_SECONDS = 1;

    private static final int MAX_HEAD = 16 * 1_024;

    private final URI base;
    private final Access access;
    private final Vertx vertx;
    private final Time time;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    public HttpCalls(URI base, Access access, Vertx vertx, Time time) {
        this.base = base;
        this.access = access;
        this.vertx = vertx;
        this.time = time;
    }

    /** Host and port, for messages. */
    public String peer() {
        return base.getHost() + ':' + port();
    }

    /** A request with the target's credentials; {@code path} is below the base and may have a query. */
    public RequestOptions request(HttpMethod method, String path, Duration timeout) {
        RequestOptions request = new RequestOptions()
                .setMethod(method)
                .setHost(base.getHost().replaceAll("^\\[|]$", ""))
                .setPort(port())
                .setSsl(isTls())
                .setURI(below(path))
                .setConnectTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.USER_AGENT.toString(), "probation");
        access.headers().forEach((name, value) -> request.putHeader(name, value.reveal()));
        access.bearerToken().map(Secret::reveal).ifPresent(token -> authorize(request, "Bearer " + token));
        access.basic().ifPresent(basic -> authorize(request, "Basic " + encoded(basic)));
        return request;
    }

    private static void authorize(RequestOptions request, String credentials) {
        request.putHeader(HttpHeaders.AUTHORIZATION.toString(), credentials);
    }

    private static String encoded(Access.Basic basic) {
        String pair = basic.user() + ':' + basic.password().reveal();
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isTls() {
        return "https".equalsIgnoreCase(base.getScheme());
    }

    private int port() {
        return base.getPort() != -1 ? base.getPort() : isTls() ? 443 : 80;
    }

    private String below(String path) {
        String prefix = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
        return path.startsWith("/") ? prefix + path : prefix + '/' + path;
    }

    /** Sends the call. The future never fails and is complete by the call's timeout. */
    public Future<Reply> send(Call call) {
        return new Exchange(client(call), call, peer(), time).start();
    }

    private HttpClient client(Call call) {
        boolean keepAlive = !call.has(Trait.FRESH_CONNECTION);
        long timeout = call.request().getConnectTimeout();
        String name = "probation keep=" + keepAlive + " timeout=" + timeout + " ca="
                + access.caFile().map(Object::toString).orElse("") + " insecure=" + access.insecureSkipVerify();
        return clients.computeIfAbsent(name, key -> create(key, keepAlive, timeout));
    }

    private HttpClient create(String name, boolean keepAlive, long timeoutMillis) {
        HttpClientOptions options = new HttpClientOptions()
                .setShared(true)
                .setName(name)
                .setKeepAlive(keepAlive)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setDecompressionSupported(true)
                .setMaxHeaderSize(MAX_HEAD)
                .setMaxInitialLineLength(MAX_HEAD)
                .setSslHandshakeTimeout(timeoutMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTrustAll(access.insecureSkipVerify())
                .setVerifyHost(!access.insecureSkipVerify());
        access.caFile().ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    }

    /** Closes what only this used. */
    public Future<Void> close() {
        Future<Void> closed = Future.succeededFuture();
        for (HttpClient client : clients.values()) {
            closed = closed.eventually(client::close).otherwiseEmpty();
        }
        clients.clear();
        return closed;
    }
}
