package dev.probation.agent.probe.http;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Applications that answer over HTTP. */
public final class HttpKind implements ProbeKind {

    @Override
    public String name() {
        return "http";
    }

    @Override
    public TargetClient connect(Target target, Vertx vertx, Time time) {
        HttpTarget settings = (HttpTarget) target.settings();
        return new Client(new HttpCalls(settings.base(), settings.access(), vertx, time));
    }

    private record Client(HttpCalls calls) implements TargetClient {

        @Override
        public Probe probe(CheckConfig check) {
            return new HttpProbe(calls, (HttpCheck) check.probe(), check.timeout());
        }

        @Override
        public Future<Void> close() {
            return calls.close();
        }
    }
}
