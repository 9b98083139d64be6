package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.http.HttpCall;
import dev.probation.agent.http.HttpCall.Trait;
import dev.probation.agent.http.HttpResult;
import dev.probation.agent.probe.http.HttpCalls;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends queries: by POST, which has room for long ones, or by GET where something in between refuses POST. */
public final class QueryApi {

    private static final String PATH = "/api/v1/query";
    private static final String RANGE_PATH = "/api/v1/query_range";
    private static final Set<Trait> TRAITS = EnumSet.of(Trait.KEEP_BODY);
    /** Below this a second attempt has no chance. */
    private static final Duration LEAST = Duration.ofMillis(10);

    private final HttpCalls calls;
    private final Time time;
    private final boolean get;
    // written when a POST is refused, and until a GET fails; a race costs one more refused POST
    private volatile boolean postIsRefused;

    public QueryApi(HttpCalls calls, boolean get, Time time) {
        this.calls = calls;
        this.get = get;
        this.time = time;
    }

    public String peer() {
        return calls.peer();
    }

    /** Asks about the target's own present. */
    public Future<HttpResult> query(String query, Duration timeout) {
        return query(query, null, timeout);
    }

    /** @param at the instant that is asked about; the target's own present where there is none */
    public Future<HttpResult> query(String query, @Nullable Instant at, Duration timeout) {
        return query(query, at, timeout, timeout);
    }

    /**
     * The same, as a later one of several requests that share a deadline.
     *
     * @param timeout of all; connections are kept by it
     * @param most what is left of it
     */
    public Future<HttpResult> query(String query, @Nullable Instant at, Duration timeout, Duration most) {
        String form = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&timeout="
                + Math.max(1, most.toSeconds()) + 's'
                + (at == null ? "" : "&time=" + at.truncatedTo(ChronoUnit.MILLIS));
        return send(PATH, form, timeout, most);
    }

    /** Asks the same at several instants: at {@code first}, and then each {@code step} until {@code last}. */
    public Future<HttpResult> range(String query, Instant first, Instant last, Duration step, Duration timeout) {
        String form = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&timeout="
                + Math.max(1, timeout.toSeconds()) + "s&start=" + first.truncatedTo(ChronoUnit.MILLIS) + "&end="
                + last.truncatedTo(ChronoUnit.MILLIS) + "&step=" + BigDecimal.valueOf(step.toMillis(), 3);
        return send(RANGE_PATH, form, timeout, timeout);
    }

    private Future<HttpResult> send(String path, String form, Duration timeout, Duration most) {
        if (get || postIsRefused) {
            return calls.send(byGet(path, form, timeout).within(most))
                    .onSuccess(reply -> postIsRefused = postIsRefused && isSuccess(reply));
        }
        long startedAt = time.nanos();
        return calls.send(byPost(path, form, timeout).within(most)).compose(reply -> {
            Duration left = most.minusNanos(time.nanos() - startedAt);
            if (!refusesPost(reply) || left.compareTo(LEAST) < 0) {
                return Future.succeededFuture(reply);
            }
            return calls.send(byGet(path, form, timeout).within(left))
                    .onSuccess(second -> postIsRefused = isSuccess(second));
        });
    }

    /** What is asked with GET alone; {@code path} is below {@code /api/v1/}. */
    public Future<HttpResult> get(String path, Duration timeout) {
        return calls.send(calls.call(HttpMethod.GET, "/api/v1/" + path, timeout, TRAITS));
    }

    /** Prometheus's own 404 is JSON; a proxy's that knows GET only is not. */
    private static boolean refusesPost(HttpResult reply) {
        return reply instanceof HttpAnswer answer
                && (answer.status() == 405 || (answer.status() == 404 && !QueryAnswer.isJson(answer)));
    }

    private static boolean isSuccess(HttpResult reply) {
        return reply instanceof HttpAnswer answer && answer.status() == 200;
    }

    private HttpCall byPost(String path, String form, Duration timeout) {
        return calls.call(HttpMethod.POST, path, timeout, TRAITS)
                .with(Buffer.buffer(form), "application/x-www-form-urlencoded");
    }

    private HttpCall byGet(String path, String form, Duration timeout) {
        return calls.call(HttpMethod.GET, path + '?' + form, timeout, TRAITS);
    }
}
