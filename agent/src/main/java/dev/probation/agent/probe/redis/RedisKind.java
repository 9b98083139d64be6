package dev.probation.agent.probe.redis;

import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.field.NetworkTargetFields;
import dev.probation.agent.config.field.TlsFields;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.probe.BlockingProbe;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.redis.RedisCheck.Measure;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.agent.time.Time;
import dev.probation.rules.expectation.Dimension;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Redis servers, and those that speak its protocol. */
public final class RedisKind implements ProbeKind {

    private static final NetworkTargetFields REACHED = NetworkTargetFields.of(
            "redis",
            Address.type("redis://cache:6379/0", 6379, List.of("redis", "rediss")),
            "The server's URL with the number of the database. `rediss://` uses TLS.");
    private static final ObjectSchema<RedisTarget> TARGET =
            ObjectSchema.of(REACHED.with(TlsFields.INSECURE), RedisKind::target);

    private static final Field<Measure> MEASURE = Field.required(
            "measure", Types.choice(Measure.class), "`memory`: used memory, as a size or as a share of `maxmemory`.");

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public ObjectSchema<RedisTarget> target() {
        return TARGET;
    }

    private static @Nullable RedisTarget target(Values values) {
        Address address = values.get(REACHED.address());
        Cursor cursor = values.cursor(REACHED.address());
        boolean tls = address.scheme().equals("rediss");
        if (!address.path().matches("\\d{0,4}") || !address.options().isEmpty()) {
            cursor.report(
                    "expected only the number of a database after the host, such as redis://cache:6379/0, found more");
            return null;
        }
        if (!tls && values.isGiven(REACHED.caFile())) {
            values.cursor(REACHED.caFile()).report("expected a ca-file only with rediss://, found one with redis://");
            return null;
        }
        return new RedisTarget(
                address.host(),
                address.port(),
                address.path().isEmpty() ? 0 : Integer.parseInt(address.path()),
                address.user(),
                values.get(REACHED.password()),
                tls,
                values.get(REACHED.caFile()),
                values.get(TlsFields.INSECURE));
    }

    @Override
    public List<Field<?>> check() {
        return List.of(MEASURE);
    }

    @Override
    public MeasureSpec measured(Values check) {
        Measure measure = check.get(MEASURE);
        return new MeasureSpec(
                "the memory used",
                List.of(Dimension.SIZE, Dimension.RATIO),
                false,
                (dimension, expect) -> new RedisCheck(measure, dimension == Dimension.RATIO));
    }

    @Override
    public boolean acceptsAnyCertificate(Target target) {
        return ((RedisTarget) target.settings()).insecureSkipVerify();
    }

    @Override
    public TargetClient connect(Target target, ProbeContext context) {
        return new Client(
                (RedisTarget) target.settings(),
                BlockingCalls.shared(context.vertx()),
                context.time(),
                context.names());
    }

    private record Client(RedisTarget target, BlockingCalls calls, Time time, HostNames names) implements TargetClient {

        @Override
        public Probe probe(CheckConfig check) {
            boolean asShare = ((RedisCheck) check.probe()).asShare();
            RedisInfo info = new RedisInfo(target);
            RedisFailures failures = new RedisFailures(target);
            return new BlockingProbe(
                    calls,
                    time,
                    check.timeout(),
                    () -> names.findNow(target.host()),
                    (call, host) -> RedisMemory.of(info.read(call, host)).outcome(asShare),
                    failures::of);
        }

        @Override
        public Future<Void> close() {
            return calls.close();
        }
    }
}
