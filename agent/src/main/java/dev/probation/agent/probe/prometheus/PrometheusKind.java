package dev.probation.agent.probe.prometheus;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.probe.LintFinding;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.http.HttpCalls;
import dev.probation.agent.probe.prometheus.lint.QueryLinter;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusTarget;
import dev.probation.agent.probe.prometheus.query.QueryApi;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Prometheus, and whatever speaks its query API. */
public final class PrometheusKind implements ProbeKind {

    @Override
    public String name() {
        return "prometheus";
    }

    @Override
    public TargetClient connect(Target target, Vertx vertx, Time time) {
        PrometheusTarget settings = (PrometheusTarget) target.settings();
        HttpCalls calls = new HttpCalls(settings.base(), settings.access(), vertx, time);
        return new Client(new QueryApi(calls, settings.get(), time), calls, time);
    }

    private record Client(QueryApi api, HttpCalls calls, Time time) implements TargetClient {

        @Override
        public Probe probe(CheckConfig check) {
            return new PrometheusProbe(api, (PrometheusCheck) check.probe(), check.timeout(), time);
        }

        @Override
        public Future<List<LintFinding>> lint(CheckConfig check) {
            return QueryLinter.lint(api, check);
        }

        @Override
        public Future<Void> close() {
            return calls.close();
        }
    }
}
