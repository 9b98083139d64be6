package dev.probation.agent.receiver.http;

import dev.probation.agent.http.CaFileException;
import dev.probation.agent.http.HttpAddress;
import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.http.HttpCall;
import dev.probation.agent.http.HttpCall.Limits;
import dev.probation.agent.http.HttpCall.Trait;
import dev.probation.agent.http.HttpCaller;
import dev.probation.agent.http.HttpFailure;
import dev.probation.agent.http.Trust;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.names.ResolverException;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and sorts the answer. Follows no redirect, reads little of the answer, and says nothing of addresses, which
 * are secrets here.
 */
public final class HttpSender {

    private static final int MOST_READ = 16 << 10;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Set<Trait> TRAITS = EnumSet.of(Trait.KEEP_BODY, Trait.CUT_BODY, Trait.FRESH_CONNECTION);
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpCaller caller;
    private final Time time;
    private final Limits limits;
    private final Function<Answer, Optional<String>> explanation;

    public HttpSender(ReceiverContext context) {
        this(context, Trust.JDK, MOST_READ);
    }

    /** One that trusts others than the JDK's, or reads more of an answer: for those whose answers are what is asked for. */
    public HttpSender(ReceiverContext context, Trust trust, int mostRead) {
        this(
                new HttpCaller(context.vertx(), context.time(), trust, context.names()),
                context.time(),
                new Limits(CONNECT, DEADLINE, Deadline.TO_READ, mostRead));
    }

    HttpSender(HttpCaller caller, Time time, Limits limits) {
        this.caller = caller;
        this.time = time;
        this.limits = limits;
        this.explanation = answer -> Optional.empty();
    }

    private HttpSender(HttpSender other, Function<Answer, Optional<String>> explanation) {
        this.caller = other.caller;
        this.time = other.time;
        this.limits = other.limits;
        this.explanation = explanation;
    }

    /** The same, saying what a refusal's body explains; the words must hold no secret. */
    public HttpSender explaining(Function<Answer, Optional<String>> words) {
        return new HttpSender(this, words);
    }

    /** What came back: the beginning of the body, and when to come again where that was said. */
    public record Answer(int status, String body, Optional<Duration> retryAfter) {

        public boolean isGood() {
            return status / 100 == 2;
        }
    }

    /**
     * Posts JSON once.
     *
     * @param success what a 2xx answer comes to, which some receivers use for errors
     */
    public Future<Delivery> post(String url, MultiMap headers, Buffer body, Function<Answer, Delivery> success) {
        return send(HttpMethod.POST, url, headers.set("Content-Type", "application/json"), body, success);
    }

    /** Sends once; an empty body is none. */
    public Future<Delivery> send(
            HttpMethod method, String url, MultiMap headers, Buffer body, Function<Answer, Delivery> success) {
        return exchange(method, url, headers, body, answer -> Future.succeededFuture(sort(answer, success)));
    }

    /**
     * Sends once; an empty body is none.
     *
     * @param next what any answer comes to, after further requests where it takes some
     */
    public Future<Delivery> exchange(
            HttpMethod method, String url, MultiMap headers, Buffer body, Function<Answer, Future<Delivery>> next) {
        HttpAddress address;
        try {
            address = HttpAddress.of(url);
            if (!headers.contains(HttpHeaders.AUTHORIZATION)) {
                HttpAddress.basicCredentials(url).ifPresent(basic -> headers.set(HttpHeaders.AUTHORIZATION, basic));
            }
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(noAddress());
        }
        boolean bare = body.length() == 0 && method.equals(HttpMethod.GET);
        HttpCall call = new HttpCall(method, address, headers, bare ? null : body, limits, TRAITS);
        return caller.send(call).compose(result -> {
            if (result instanceof HttpAnswer answer) {
                return next.apply(answer(answer));
            }
            return Future.succeededFuture(sort((HttpFailure) result));
        });
    }

    private Answer answer(HttpAnswer answer) {
        return new Answer(answer.status(), answer.body().toString(), answer.retryAfter(time.now()));
    }

    private Delivery sort(Answer answer, Function<Answer, Delivery> success) {
        return answer.isGood() ? success.apply(answer) : sort(answer);
    }

    /** What an answer other than 2xx comes to. */
    public Delivery sort(Answer answer) {
        int status = answer.status();
        String detail = "HTTP " + status;
        if (status < 200) {
            return malformed(" (" + detail + ')');
        }
        if (status == TOO_MANY_REQUESTS) {
            return new TryAgain(DeliveryFailure.RATE_LIMITED, detail, answer.retryAfter());
        }
        if (status == 408) {
            return new TryAgain(DeliveryFailure.TIMEOUT, detail, answer.retryAfter());
        }
        if (status >= 500) {
            return new TryAgain(DeliveryFailure.SERVER_ERROR, detail, answer.retryAfter());
        }
        if (status / 100 == 3) {
            return new Refused(DeliveryFailure.REFUSED, detail + ", and redirects are not followed");
        }
        String why = explanation.apply(answer).map(words -> ": " + words).orElse("");
        return new Refused(DeliveryFailure.REFUSED, detail + why);
    }

    /** Says nothing of addresses, which are secrets here. */
    private static Delivery sort(HttpFailure failure) {
        return switch (failure.failure()) {
            case TIMEOUT -> new TryAgain(DeliveryFailure.TIMEOUT, "no answer in time", Optional.empty());
            case UNKNOWN_NAME, NAME_GONE ->
                unreachable(
                        failure.cause() instanceof ResolverException resolver
                                ? "its name could not be looked up: " + resolver.getMessage()
                                : "its name does not resolve");
            case TLS -> unreachable("no trusted TLS connection");
            case CONNECT_TIMEOUT -> unreachable("no connection in time");
            case REFUSED -> unreachable("connection refused");
            case NO_ROUTE -> unreachable("no route to it");
            case MALFORMED -> malformed("");
            case NOT_SENT ->
                new TryAgain(
                        DeliveryFailure.OTHER,
                        failure.cause() instanceof CaFileException unusable
                                ? String.valueOf(unusable.getMessage())
                                : "the agent could not write the request",
                        Optional.empty());
            case LONG_HEAD, LONG_BODY, RESET, TOO_MANY_REDIRECTS, FORBIDDEN_REDIRECT, UNKNOWN ->
                broken(failure.cause());
        };
    }

    private static Delivery unreachable(String detail) {
        return new TryAgain(DeliveryFailure.UNREACHABLE, detail, Optional.empty());
    }

    private static Delivery noAddress() {
        return new Refused(DeliveryFailure.OTHER, "its address is not a URL");
    }

    /** It may have been taken, so that it is sent again. */
    private static Delivery malformed(String what) {
        return new TryAgain(DeliveryFailure.BROKEN, "malformed answer" + what, Optional.empty());
    }

    private static Delivery broken(@Nullable Throwable cause) {
        String kind = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ')';
        return new TryAgain(DeliveryFailure.BROKEN, "the connection broke" + kind, Optional.empty());
    }

    /** What a 2xx answer is to most receivers. */
    public static Delivery taken(Answer answer) {
        return new Delivered("HTTP " + answer.status());
    }

    public Future<Void> close() {
        return caller.close();
    }
}
