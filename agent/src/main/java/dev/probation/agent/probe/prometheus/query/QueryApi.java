package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.probe.http.Call;
import dev.probation.agent.probe.http.Call.Trait;
import dev.probation.agent.probe.http.HttpCalls;
import dev.probation.agent.probe.http.Reply;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Sends queries: by POST, which has room for long ones, or by GET where something in between refuses POST. */
public final class QueryApi {

    private static final String PATH = "/api/v1/query";
    private static final String RANGE_PATH = "/api/v1/query_range";
    private static final Set<Trait> TRAITS = EnumSet.of(Trait.KEEP_BODY);
    /** Below this a second attempt has no chance. */
    private static final Duration LEAST = Duration.ofMillis(10);

    private final HttpCalls calls;
    private final Time time;
    // written when a POST is refused; a race costs one more refused POST
    private volatile boolean get;

    public QueryApi(HttpCalls calls, boolean get, Time time) {
        this.calls = calls;
        this.get = get;
        this.time = time;
    }

    public String peer() {
        return calls.peer();
    }

    /** @param at the instant that is asked about; the target's own present where absent */
    public Future<Reply> query(String query, Optional<Instant> at, Duration timeout) {
        return query(query, at, timeout, timeout);
    }

    /**
     * The same, as a later one of several requests that share a deadline.
     *
     * @param timeout of all; connections are kept by it
     * @param most what is left of it
     */
    public Future<Reply> query(String query, Optional<Instant> at, Duration timeout, Duration most) {
        String form = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&timeout="
                + Math.max(1, most.toSeconds()) + 's'
                + at.map(instant -> "&time=" + instant.truncatedTo(ChronoUnit.MILLIS))
                        .orElse("");
        return send(PATH, form, timeout, most);
    }

    /** Asks the same at several instants: at {@code first}, and then each {@code step} until {@code last}. */
    public Future<Reply> range(String query, Instant first, Instant last, Duration step, Duration timeout) {
        String form = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&timeout="
                + Math.max(1, timeout.toSeconds()) + "s&start=" + first.truncatedTo(ChronoUnit.MILLIS) + "&end="
                + last.truncatedTo(ChronoUnit.MILLIS) + "&step=" + BigDecimal.valueOf(step.toMillis(), 3);
        return send(RANGE_PATH, form, timeout, timeout);
    }

    private Future<Reply> send(String path, String form, Duration timeout, Duration most) {
        if (get) {
            return calls.send(byGet(path, form, timeout).within(most));
        }
        long startedAt = time.nanos();
        return calls.send(byPost(path, form, timeout).within(most)).compose(reply -> {
            Duration left = most.minusNanos(time.nanos() - startedAt);
            if (!refusesPost(reply) || left.compareTo(LEAST) < 0) {
                return Future.succeededFuture(reply);
            }
            return calls.send(byGet(path, form, timeout).within(left)).onSuccess(second -> get = isSuccess(second));
        });
    }

    /** What is asked with GET alone; {@code path} is below {@code /api/v1/}. */
    public Future<Reply> get(String path, Duration timeout) {
        return calls.send(
                new Call(calls.request(HttpMethod.GET, "/api/v1/" + path, timeout), Optional.empty(), timeout, TRAITS));
    }

    /** Prometheus's own 404 is JSON; a proxy's that knows GET only is not. */
    private static boolean refusesPost(Reply reply) {
        return reply instanceof Reply.Answer answer
                && (answer.status() == 405 || (answer.status() == 404 && !QueryAnswer.isJson(answer)));
    }

    private static boolean isSuccess(Reply reply) {
        return reply instanceof Reply.Answer answer && answer.status() == 200;
    }

    private Call byPost(String path, String form, Duration timeout) {
        RequestOptions request = calls.request(HttpMethod.POST, path, timeout)
                .putHeader(HttpHeaders.CONTENT_TYPE.toString(), "application/x-www-form-urlencoded");
        return new Call(request, Optional.of(Buffer.buffer(form)), timeout, TRAITS);
    }

    private Call byGet(String path, String form, Duration timeout) {
        return new Call(calls.request(HttpMethod.GET, path + '?' + form, timeout), Optional.empty(), timeout, TRAITS);
    }
}
