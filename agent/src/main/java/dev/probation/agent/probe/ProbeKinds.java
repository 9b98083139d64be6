package dev.probation.agent.probe;

import dev.probation.agent.probe.alerts.AlertsKind;
import dev.probation.agent.probe.alerts.FiringAlerts;
import dev.probation.agent.probe.http.HttpKind;
import dev.probation.agent.probe.postgres.PostgresKind;
import dev.probation.agent.probe.prometheus.PrometheusKind;
import dev.probation.agent.probe.redis.RedisKind;
import java.util.List;
import java.util.function.Supplier;

/** Every kind of target there is: a new one is a package and a line here. */
public final class ProbeKinds {

    private ProbeKinds() {}

    /** Where no agent runs, which could be told of alerts. */
    public static List<ProbeKind> all() {
        return with(AlertsKind.withoutAgent());
    }

    /** Those of a running agent. */
    public static List<ProbeKind> all(Supplier<FiringAlerts> alerts) {
        return with(AlertsKind.of(alerts));
    }

    private static List<ProbeKind> with(AlertsKind alerts) {
        return List.of(new HttpKind(), new PrometheusKind(), new PostgresKind(), new RedisKind(), alerts);
    }
}
