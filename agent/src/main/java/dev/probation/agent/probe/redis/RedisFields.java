package dev.probation.agent.probe.redis;

import dev.probation.agent.config.Address;
import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.config.section.FileType;
import dev.probation.agent.config.section.ProbeFields;
import dev.probation.agent.config.section.SecretField;
import dev.probation.agent.probe.redis.RedisCheck.Measure;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.expectation.Dimension;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How targets and checks of the kind {@code redis} are written. */
public final class RedisFields implements ProbeFields {

    private static final Field<Address> ADDRESS = Field.required(
            "redis",
            Address.type("redis://cache:6379/0", 6379, List.of("redis", "rediss")),
            "The server and the number of the database; rediss for TLS.");
    private static final SecretField PASSWORD = SecretField.optional("password", "The user's password.");
    private static final Field<Optional<Path>> CA_FILE =
            Field.optional("ca-file", new FileType(), "PEM file of the authority to trust in place of the JDK's.");
    private static final Field<Boolean> INSECURE = Field.written(
            "insecure-skip-verify", Types.flag(), "false", "Accept any certificate. For trials only; reports say so.");
    private static final ObjectSchema<RedisTarget> TARGET =
            ObjectSchema.of(List.of(ADDRESS, PASSWORD, CA_FILE, INSECURE), RedisFields::target);

    private static final Field<Measure> MEASURE = Field.required(
            "measure", Types.choice(Measure.class), "memory: used, against the most that the server may use.");

    @Override
    public String kind() {
        return "redis";
    }

    @Override
    public ObjectSchema<RedisTarget> target() {
        return TARGET;
    }

    private static @Nullable RedisTarget target(Values values) {
        Address address = values.get(ADDRESS);
        Cursor cursor = values.spot(ADDRESS);
        boolean tls = address.scheme().equals("rediss");
        if (!address.path().matches("\\d{0,4}") || !address.options().isEmpty()) {
            cursor.report(
                    "expected only the number of a database after the host, such as redis://cache:6379/0, found more");
            return null;
        }
        if (!tls && values.isGiven(CA_FILE)) {
            values.spot(CA_FILE).report("expected a ca-file only with rediss://, found one with redis://");
            return null;
        }
        return new RedisTarget(
                address.host(),
                address.port(),
                address.path().isEmpty() ? 0 : Integer.parseInt(address.path()),
                address.user(),
                values.get(PASSWORD),
                tls,
                values.get(CA_FILE),
                values.get(INSECURE));
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
}
