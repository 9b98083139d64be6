package dev.probation.agent.probe;

import dev.probation.agent.names.HostNames;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the clients of targets work with.
 *
 * @param names of the targets
 * @param alerts what Alertmanager told the running agent, callable from any thread without blocking; empty where no
 *     agent runs that could be told
 */
public record ProbeContext(Vertx vertx, Time time, HostNames names, Optional<Supplier<FiringAlerts>> alerts) {

    /** Where no agent runs. */
    public ProbeContext(Vertx vertx, Time time) {
        this(vertx, time, new HostNames(vertx, time), Optional.empty());
    }

    /** Of a running agent. */
    public ProbeContext(Vertx vertx, Time time, HostNames names, Supplier<FiringAlerts> alerts) {
        this(vertx, time, names, Optional.of(alerts));
    }
}
