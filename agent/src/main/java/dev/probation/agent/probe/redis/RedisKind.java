package dev.probation.agent.probe.redis;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.probe.BlockingCalls;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Redis servers, and those that speak its protocol. */
public final class RedisKind implements ProbeKind {

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public TargetClient connect(Target target, Vertx vertx, Time time) {
        return new Client((RedisTarget) target.settings(), new BlockingCalls(vertx, time), vertx);
    }

    private record Client(RedisTarget target, BlockingCalls calls, Vertx vertx) implements TargetClient {

        @Override
        public Probe probe(CheckConfig check) {
            boolean asShare = ((RedisCheck) check.probe()).asShare();
            RedisInfo info = new RedisInfo(target, vertx);
            RedisFailures failures = new RedisFailures(target);
            return calls.probe(
                    check.timeout(),
                    attempt -> RedisMemory.of(info.read(attempt)).outcome(asShare),
                    failures::of);
        }

        @Override
        public Future<Void> close() {
            return calls.close();
        }
    }
}
