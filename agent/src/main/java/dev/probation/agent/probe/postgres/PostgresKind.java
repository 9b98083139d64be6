package dev.probation.agent.probe.postgres;

import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.field.NetworkTargetFields;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.postgres.PostgresCheck.Measure;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.agent.text.Nearest;
import dev.probation.rules.expectation.Dimension;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL servers, version 10 and newer. */
public final class PostgresKind implements ProbeKind {

    private static final List<String> SSL_MODES = List.of("disable", "prefer", "require", "verify-ca", "verify-full");

    private static final NetworkTargetFields REACHED = NetworkTargetFields.of(
            "postgres",
            Address.type("postgresql://probation@db:5432/shop", 5432, List.of("postgresql", "postgres")),
            "The server's URL with user and database. The one option is `sslmode`.");
    private static final ObjectSchema<PostgresTarget> TARGET = ObjectSchema.of(REACHED.with(), PostgresKind::target);

    private static final Field<Measure> MEASURE = Field.required(
            "measure",
            Types.choice(Measure.class),
            "`connections`: client connections, as a number or as a share of those that the server" + " allows.");

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public ObjectSchema<PostgresTarget> target() {
        return TARGET;
    }

    private static @Nullable PostgresTarget target(Values values) {
        Address address = values.get(REACHED.address());
        Cursor cursor = values.cursor(REACHED.address());
        Optional<String> sslMode = sslMode(address, cursor);
        if (address.user().isEmpty()) {
            cursor.report(
                    "expected a user in the URL, such as postgresql://probation@" + address.host() + ", found none");
        }
        if (sslMode.isEmpty() || address.user().isEmpty()) {
            return null;
        }
        String user = address.user().orElseThrow();
        return new PostgresTarget(
                address.host(),
                address.port(),
                address.path().isEmpty() ? user : address.path(),
                user,
                values.get(REACHED.password()),
                sslMode.orElseThrow(),
                values.get(REACHED.caFile()));
    }

    private static Optional<String> sslMode(Address address, Cursor cursor) {
        for (String option : address.options().keySet().stream().sorted().toList()) {
            if (!option.equals("sslmode")) {
                cursor.report("expected no option but sslmode in the URL, found "
                        + (option.matches("[a-z_]{1,30}") ? '"' + option + '"' : "another")
                        + Nearest.hint(option, List.of("sslmode")));
                return Optional.empty();
            }
        }
        String mode = address.options().getOrDefault("sslmode", "prefer");
        if (!SSL_MODES.contains(mode)) {
            cursor.report("expected an sslmode, found \"" + mode + '"' + Nearest.hint(mode, SSL_MODES));
            return Optional.empty();
        }
        return Optional.of(mode);
    }

    @Override
    public List<Field<?>> check() {
        return List.of(MEASURE);
    }

    @Override
    public MeasureSpec measured(Values check) {
        Measure measure = check.get(MEASURE);
        return new MeasureSpec(
                "the number of connections",
                List.of(Dimension.NUMBER, Dimension.RATIO),
                false,
                (dimension, expect) -> new PostgresCheck(measure, dimension == Dimension.RATIO));
    }

    @Override
    public TargetClient connect(Target target, ProbeContext context) {
        return new PostgresClient(
                (PostgresTarget) target.settings(),
                BlockingCalls.shared(context.vertx()),
                context.time(),
                context.names());
    }
}
