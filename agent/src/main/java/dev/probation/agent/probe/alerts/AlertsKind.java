package dev.probation.agent.probe.alerts;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Supplier;

/** Alerts that Alertmanager tells a running agent of. */
public final class AlertsKind implements ProbeKind {

    private static final Outcome NOBODY_LISTENS =
            new Outcome.NoData("alerts are told to a running agent (probation serve), and to no other command");

    private final Optional<Supplier<FiringAlerts>> told;

    private AlertsKind(Optional<Supplier<FiringAlerts>> told) {
        this.told = told;
    }

    /** Where no agent runs, so that nobody tells of alerts. */
    public static AlertsKind withoutAgent() {
        return new AlertsKind(Optional.empty());
    }

    /** Of a running agent; {@code told} is callable from any thread, and does not block. */
    public static AlertsKind of(Supplier<FiringAlerts> told) {
        return new AlertsKind(Optional.of(told));
    }

    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public boolean isAsked() {
        return told.isPresent();
    }

    @Override
    public TargetClient connect(Target target, Vertx vertx, Time time) {
        return new Client((AlertsTarget) target.settings(), told, time);
    }

    private record Client(AlertsTarget target, Optional<Supplier<FiringAlerts>> told, Time time)
            implements TargetClient {

        @Override
        public Probe probe(CheckConfig check) {
            AlertsCheck question = (AlertsCheck) check.probe();
            return told.<Probe>map(said -> new AlertsProbe(target, question, said, time))
                    .orElse(deployedAt -> Future.succeededFuture(NOBODY_LISTENS));
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
