package dev.probation.agent.probe.http;

import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.http.HttpCall;
import dev.probation.agent.http.HttpCall.Trait;
import dev.probation.agent.http.HttpFailure;
import dev.probation.agent.http.HttpResult;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeFailures;
import dev.probation.agent.probe.http.HttpCheck.Redirects;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Sends one request and holds the answer against what was asserted; the value is the response time in seconds. */
final class HttpProbe implements Probe {

    private final Vertx vertx;
    private final HttpCalls calls;
    private final HttpCall call;
    private final Assertions assertions;

    HttpProbe(Vertx vertx, HttpCalls calls, HttpCheck check, Duration timeout) {
        this.vertx = vertx;
        this.calls = calls;
        this.assertions = new Assertions(check);
        this.call = calls.call(HttpMethod.valueOf(check.method()), check.path(), timeout, traits(check));
    }

    private Set<Trait> traits(HttpCheck check) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (assertions.needBody()) {
            traits.add(Trait.KEEP_BODY);
        }
        followed(check.redirects()).ifPresent(traits::add);
        if (check.freshConnection()) {
            traits.add(Trait.FRESH_CONNECTION);
        }
        return traits;
    }

    private static Optional<Trait> followed(Redirects redirects) {
        return switch (redirects) {
            case NONE -> Optional.empty();
            case SAME_HOST -> Optional.of(Trait.FOLLOW_REDIRECTS);
            case ANY -> Optional.of(Trait.FOLLOW_ANYWHERE);
        };
    }

    @Override
    public Future<Outcome> ask(Instant deployedAt) {
        return calls.send(call).compose(this::outcome).otherwise(ProbeFailures::own);
    }

    private Future<Outcome> outcome(HttpResult reply) {
        if (!(reply instanceof HttpAnswer answer)) {
            return Future.succeededFuture(ProbeFailures.of((HttpFailure) reply));
        }
        return assertions.isLongWork(answer)
                ? vertx.executeBlocking(() -> outcome(answer), false)
                : Future.succeededFuture(outcome(answer));
    }

    private Outcome outcome(HttpAnswer answer) {
        Optional<Outcome.Failed> broken = assertions.broken(answer);
        return broken.isPresent() ? broken.get() : Outcome.Measured.of(answer.seconds(), "HTTP " + answer.status());
    }
}
