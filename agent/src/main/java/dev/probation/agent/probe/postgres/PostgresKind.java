package dev.probation.agent.probe.postgres;

import dev.probation.agent.config.Target;
import dev.probation.agent.probe.BlockingCalls;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** PostgreSQL servers, version 10 and newer. */
public final class PostgresKind implements ProbeKind {

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public TargetClient connect(Target target, Vertx vertx, Time time) {
        return new PostgresClient((PostgresTarget) target.settings(), new BlockingCalls(vertx, time), vertx);
    }
}
