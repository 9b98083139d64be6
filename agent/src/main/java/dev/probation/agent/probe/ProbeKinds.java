package dev.probation.agent.probe;

import dev.probation.agent.probe.http.HttpKind;
import dev.probation.agent.probe.postgres.PostgresKind;
import dev.probation.agent.probe.prometheus.PrometheusKind;
import dev.probation.agent.probe.redis.RedisKind;
import java.util.List;

/** Every kind of target there is: a new one is a package and a line here. */
public final class ProbeKinds {

    private ProbeKinds() {}

    public static List<ProbeKind> all() {
        return List.of(new HttpKind(), new PrometheusKind(), new PostgresKind(), new RedisKind());
    }
}
