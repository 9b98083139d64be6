package dev.probation.agent.probe.http;

import com.jayway.jsonpath.JsonPath;
import dev.probation.agent.config.VersionSource;
import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.http.HttpCall;
import dev.probation.agent.http.HttpCall.Trait;
import dev.probation.agent.http.HttpFailure;
import dev.probation.agent.http.HttpResult;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.probe.Details;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeFailures;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which version of a service is running. */
public final class VersionReader {

    private static final int MAX_LENGTH = 200;

    private final HttpCalls calls;
    private final HttpCall call;
    private final VersionSource source;
    private final JsonPath path;

    private VersionReader(HttpCalls calls, VersionSource source) {
        this.calls = calls;
        this.source = source;
        this.path = JsonPath.compile(source.json());
        this.call = calls.call(HttpMethod.GET, source.path(), source.timeout(), Set.of(Trait.KEEP_BODY));
    }

    /** A reader of an {@code http} target; opens no connection yet. */
    public static VersionReader of(VersionSource source, ProbeContext context) {
        HttpTarget target = (HttpTarget) source.target().settings();
        return new VersionReader(new HttpCalls(target.base(), target.access(), context), source);
    }

    /** The version; fails with why it cannot be read now, and ends within the source's timeout. */
    public Future<String> read() {
        return calls.send(call)
                .compose(reply ->
                        version(reply).map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(words(reply))));
    }

    /** Whatever the status is: a service that says that it is down says which version is. */
    private Optional<String> version(HttpResult reply) {
        return reply instanceof HttpAnswer answer
                ? JsonTree.parse(answer.body()).value().flatMap(this::version)
                : Optional.empty();
    }

    private Optional<String> version(Object document) {
        List<Object> found = JsonPaths.read(document, path);
        boolean single = found.size() == 1 && (found.get(0) instanceof String || found.get(0) instanceof Number);
        return single
                ? Optional.of(Details.of(String.valueOf(found.get(0))))
                        .filter(text -> !text.isEmpty() && text.length() <= MAX_LENGTH)
                : Optional.empty();
    }

    private String words(HttpResult reply) {
        String answered = reply instanceof HttpFailure broken
                ? ProbeFailures.of(broken).detail()
                : reply instanceof HttpAnswer answer && answer.status() / 100 != 2
                        ? "HTTP " + answer.status()
                        : "no single text or number at " + source.json();
        return source.target().name() + ": " + answered;
    }

    /** Closes its connections. */
    Future<Void> close() {
        return calls.close();
    }
}
