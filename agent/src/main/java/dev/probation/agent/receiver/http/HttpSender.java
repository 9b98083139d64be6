package dev.probation.agent.receiver.http;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * Sends a request and sorts the answer. Follows no redirect, reads little of the answer, and says nothing of addresses, which
 * are secrets here.
 */
public final class HttpSender {

    private static final int MOST_READ = 16 << 10;
    private static final int CONNECT_MILLIS = 5_000;
    /** Longer than any deadline, and than a process is stopped for. */
    private static final int IDLE_SECONDS = 120;

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClient client;
    private final Time time;
    private final Duration deadline;
    private final int mostRead;
    private final Function<Answer, Optional<String>> explanation;

    public HttpSender(Vertx vertx, Time time) {
        this(vertx, time, new HttpClientOptions());
    }

    /** With options of its own, such as whom to trust. */
    public HttpSender(Vertx vertx, Time time, HttpClientOptions options) {
        this(vertx, time, options, DEADLINE, MOST_READ);
    }

    /** The same, reading up to {@code mostRead} bytes of an answer: for those whose answers are what is asked for. */
    public HttpSender(Vertx vertx, Time time, HttpClientOptions options, int mostRead) {
        this(vertx, time, options, DEADLINE, mostRead);
    }

    HttpSender(Vertx vertx, Time time, HttpClientOptions options, Duration deadline) {
        this(vertx, time, options, deadline, MOST_READ);
    }

    private HttpSender(Vertx vertx, Time time, HttpClientOptions options, Duration deadline, int mostRead) {
        this.deadline = deadline;
        this.client = vertx.createHttpClient(options.setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(IDLE_SECONDS)
                .setKeepAlive(false));
        this.time = time;
        this.mostRead = mostRead;
        this.explanation = answer -> Optional.empty();
    }

    private HttpSender(HttpSender other, Function<Answer, Optional<String>> explanation) {
        this.client = other.client;
        this.time = other.time;
        this.deadline = other.deadline;
        this.mostRead = other.mostRead;
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
        RequestOptions request;
        try {
            request = new RequestOptions()
                    .setMethod(method)
                    .setAbsoluteURI(url)
                    .setFollowRedirects(false)
                    .setHeaders(headers);
        } catch (RuntimeException e) {
            return Future.succeededFuture(new Refused(DeliveryFailure.OTHER, "its address is no URL"));
        }
        return client.request(request)
                .compose(ready -> call(ready, body))
                .compose(next, cause -> Future.succeededFuture(sort(cause)));
    }

    /** One whose answer never ends is cut, or its connection would stay. */
    private Future<Answer> call(HttpClientRequest request, Buffer body) {
        return Deadline.on(request.send(body).compose(response -> answer(request, response)), deadline)
                .onFailure(cause -> request.reset());
    }

    private Future<Answer> answer(HttpClientRequest request, HttpClientResponse response) {
        Promise<Answer> answered = Promise.promise();
        Buffer read = Buffer.buffer();
        response.handler(part -> {
            read.appendBuffer(part);
            if (read.length() > mostRead && answered.tryComplete(answer(response, read))) {
                request.reset();
            }
        });
        response.exceptionHandler(answered::tryFail);
        response.endHandler(ended -> answered.tryComplete(answer(response, read)));
        return answered.future();
    }

    private Answer answer(HttpClientResponse response, Buffer read) {
        String body = read.getString(0, Math.min(read.length(), mostRead), StandardCharsets.UTF_8.name());
        Optional<String> date = Optional.ofNullable(response.getHeader("Date"));
        Optional<Duration> after = Optional.ofNullable(response.getHeader("Retry-After"))
                .flatMap(header -> RetryAfter.parse(header, date, time.now()));
        return new Answer(response.statusCode(), body, after);
    }

    private Delivery sort(Answer answer, Function<Answer, Delivery> success) {
        return answer.isGood() ? success.apply(answer) : sort(answer);
    }

    /** What an answer other than 2xx comes to. */
    public Delivery sort(Answer answer) {
        int status = answer.status();
        String detail = "HTTP " + status;
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

    /** By type alone: the messages of connection errors hold the address. */
    private static Delivery sort(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new TryAgain(DeliveryFailure.TIMEOUT, "no answer in time", Optional.empty());
        }
        if (cause instanceof UnknownHostException) {
            return new TryAgain(DeliveryFailure.UNREACHABLE, "its name does not resolve", Optional.empty());
        }
        if (cause instanceof SSLException) {
            return new TryAgain(DeliveryFailure.UNREACHABLE, "no trusted TLS connection", Optional.empty());
        }
        if (cause instanceof ConnectException) {
            return new TryAgain(DeliveryFailure.UNREACHABLE, "connection refused or timed out", Optional.empty());
        }
        if (cause instanceof IllegalArgumentException) {
            return new Refused(DeliveryFailure.OTHER, "its address is no URL");
        }
        String kind = cause.getClass().getSimpleName();
        return new TryAgain(DeliveryFailure.BROKEN, "the connection broke (" + kind + ')', Optional.empty());
    }

    /** What a 2xx answer is to most receivers. */
    public static Delivery taken(Answer answer) {
        return new Delivered("HTTP " + answer.status());
    }

    public Future<Void> close() {
        return client.close();
    }
}
