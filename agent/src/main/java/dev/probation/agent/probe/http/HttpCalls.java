package dev.probation.agent.probe.http;

import dev.probation.agent.config.Secret;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.http.HttpAddress;
import dev.probation.agent.http.HttpCall;
import dev.probation.agent.http.HttpCall.Limits;
import dev.probation.agent.http.HttpCall.Trait;
import dev.probation.agent.http.HttpCaller;
import dev.probation.agent.http.HttpResult;
import dev.probation.agent.http.Trust;
import dev.probation.agent.probe.ProbeContext;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** Calls below one base address, with the target's credentials, each within its deadline. */
public final class HttpCalls {

    private static final int MAX_BODY = 1 << 20;

    private final HttpAddress base;
    private final Access access;
    private final HttpCaller caller;

    /** Of a target, which shares what is known of names with the others. */
    public HttpCalls(URI base, Access access, ProbeContext context) {
        this.base = HttpAddress.of(base.toString());
        this.access = access;
        this.caller = new HttpCaller(context.vertx(), context.time(), trust(access), context.names());
    }

    private static Trust trust(Access access) {
        return new Trust(access.caFile(), access.insecureSkipVerify());
    }

    /** Host and port, for messages. */
    public String peer() {
        return base.peer();
    }

    /** A call of {@code path}, which is below the base and may have a query. */
    public HttpCall call(HttpMethod method, String path, Duration timeout, Set<Trait> traits) {
        Set<Trait> all = EnumSet.of(Trait.COMPRESSED);
        all.addAll(traits);
        Limits limits = new Limits(timeout, timeout, Duration.ZERO, MAX_BODY);
        return new HttpCall(method, base.below(path), headers(), null, limits, all);
    }

    private MultiMap headers() {
        MultiMap headers = HttpHeaders.headers().set(HttpHeaders.USER_AGENT, "probation");
        access.headers().forEach((name, value) -> headers.set(name, value.reveal()));
        access.bearerToken().map(Secret::reveal).ifPresent(token -> authorize(headers, "Bearer " + token));
        access.basic().ifPresent(basic -> authorize(headers, "Basic " + encoded(basic)));
        return headers;
    }

    private static void authorize(MultiMap headers, String credentials) {
        headers.set(HttpHeaders.AUTHORIZATION, credentials);
    }

    private static String encoded(Access.Basic basic) {
        String pair = basic.user() + ':' + basic.password().reveal();
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the call. The future never fails and is complete by the call's deadline. */
    public Future<HttpResult> send(HttpCall call) {
        return caller.send(call);
    }

    /** Closes what only this used. */
    public Future<Void> close() {
        return caller.close();
    }
}
