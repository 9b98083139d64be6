package dev.probation.agent.probe.http;

import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeFailures;
import dev.probation.agent.probe.http.Call.Trait;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Sends one request and holds the answer against what was asserted; the value is the response time in seconds. */
final class HttpProbe implements Probe {

    private final HttpCalls calls;
    private final Call call;
    private final Assertions assertions;

    HttpProbe(HttpCalls calls, HttpCheck check, Duration timeout) {
        this.calls = calls;
        this.assertions = new Assertions(check);
        this.call = new Call(
                calls.request(HttpMethod.valueOf(check.method()), check.path(), timeout),
                Optional.empty(),
                timeout,
                traits(check));
    }

    private Set<Trait> traits(HttpCheck check) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (assertions.needBody()) {
            traits.add(Trait.KEEP_BODY);
        }
        if (check.followRedirects()) {
            traits.add(Trait.FOLLOW_REDIRECTS);
        }
        if (check.freshConnection()) {
            traits.add(Trait.FRESH_CONNECTION);
        }
        return traits;
    }

    @Override
    public Future<Outcome> ask(Instant deployedAt) {
        return calls.send(call).map(this::outcome).otherwise(ourMistake -> ProbeFailures.of(ourMistake, calls.peer()));
    }

    private Outcome outcome(Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            Optional<Outcome.Failed> broken = assertions.broken(answer);
            return broken.isPresent() ? broken.get() : Outcome.Measured.of(answer.seconds(), "HTTP " + answer.status());
        }
        return ((Reply.Broken) reply).failure();
    }
}
