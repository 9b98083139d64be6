package dev.probation.agent.probe.alerts;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.config.Target;
import dev.probation.agent.probe.FiringAlerts;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Alerts that Alertmanager tells a running agent of. */
public final class AlertsKind implements ProbeKind {

    private static final Outcome NOBODY_LISTENS =
            new Outcome.NoData("only a running agent (probation serve) receives alerts; no other command does");
    /** As long as the store keeps what was told. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final Field<String> HEARTBEAT = Field.required(
            "alerts",
            Types.text(),
            "The name of an alert that always fires, such as `Watchdog`. Alertmanager must repeat it to"
                    + " the agent, as the proof that alerts arrive.");
    private static final Field<Duration> WITHIN = Field.written(
            "within",
            Types.durationFrom(Duration.ofSeconds(1)),
            "5m",
            "How old the last report of that alert may be. Must be longer than its route's" + " `repeat_interval`.");
    private static final Field<Duration> FORGET = Field.written(
            "forget",
            Types.durationFrom(Duration.ofMinutes(1)),
            "5h",
            "How long an alert counts that Alertmanager neither repeats nor resolves. Must be longer"
                    + " than the routes' `repeat_interval`.");
    private static final ObjectSchema<AlertsTarget> TARGET =
            ObjectSchema.of(List.of(HEARTBEAT, WITHIN, FORGET), AlertsKind::target);

    private static final Field<Map<String, String>> MATCHERS = Field.defaulting(
            "matchers",
            Types.mapOfAny(Types.text()),
            Map.of(),
            "Labels and values; an alert counts if it has all of them. Default: all alerts.");

    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public boolean isTold() {
        return true;
    }

    @Override
    public ObjectSchema<AlertsTarget> target() {
        return TARGET;
    }

    private static @Nullable AlertsTarget target(Values values) {
        if (values.get(FORGET).compareTo(LONGEST) > 0) {
            values.cursor(FORGET).expected("at most 7d");
            return null;
        }
        return new AlertsTarget(values.get(HEARTBEAT), values.get(WITHIN), values.get(FORGET));
    }

    @Override
    public List<Field<?>> check() {
        return List.of(MATCHERS);
    }

    @Override
    public MeasureSpec measured(Values check) {
        AlertsCheck question = new AlertsCheck(check.get(MATCHERS));
        return new MeasureSpec(
                "the number of firing alerts",
                List.of(Dimension.NUMBER),
                false,
                (dimension, expect) -> question,
                Optional.of(Expectation.parse("== 0")));
    }

    @Override
    public boolean asksFor(CheckConfig check, FiringAlerts.Alert alert) {
        return ((AlertsTarget) check.target().settings()).isHeartbeat(alert)
                || ((AlertsCheck) check.probe()).counts(alert);
    }

    @Override
    public TargetClient connect(Target target, ProbeContext context) {
        return new Client((AlertsTarget) target.settings(), context);
    }

    private record Client(AlertsTarget target, ProbeContext context) implements TargetClient {

        @Override
        public Probe probe(CheckConfig check) {
            return context.alerts()
                    .<Probe>map(told -> new AlertsProbe(target, check, told, context.time()))
                    .orElse(deployedAt -> Future.succeededFuture(NOBODY_LISTENS));
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
