package dev.probation.agent.config.section;

import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.config.VersionSource;
import dev.probation.agent.config.WindowChoice;
import dev.probation.agent.config.field.JsonPathType;
import dev.probation.agent.config.field.RequestPathType;
import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of one service. */
final class ServiceFields implements Type<Values> {

    private static final Field<String> TARGET =
            Field.required("http", Types.text(), "The target to read the version from.");
    private static final Field<String> PATH =
            Field.written("path", RequestPathType.create(), "/", "The path of a JSON document with the version.");
    private static final Field<String> JSON =
            Field.required("json", JsonPathType.create(), "The JSON path of the version in that document.");
    private static final Field<Duration> EVERY =
            Field.written("every", Types.durationFrom(Duration.ofSeconds(1)), "10s", "How often to read it.");

    private static final Field<Duration> GRACE = Field.written(
            "grace",
            Types.durationFrom(Duration.ZERO),
            "2m",
            "How long after an announcement another version may be read, or for how long none, before people are"
                    + " notified. A rollout takes its time.");

    private static final ObjectSchema<Values> VERSION_SCHEMA =
            ObjectSchema.of(List.of(TARGET, PATH, JSON, EVERY, GRACE), values -> values);

    private static final Field<Optional<String>> TITLE =
            Field.optional("title", Types.text(), "What is confirmed. Default: its name.");
    private static final Field<List<String>> WINDOWS = Field.defaulting(
            "windows", Types.listOf(Types.text()), List.of(), "The windows whose verdict needs it. Default: all.");

    private static final ObjectSchema<Values> SIGN_OFF_SCHEMA =
            ObjectSchema.of(List.of(TITLE, WINDOWS), values -> values);

    static final Field<Optional<Values>> VERSION = Field.optional(
            "version", VERSION_SCHEMA, "Where to read the running version. A change starts a deployment.");
    static final Field<Map<String, Values>> SIGN_OFFS = Field.defaulting(
            "sign-offs",
            Types.mapOf(SIGN_OFF_SCHEMA),
            Map.of(),
            "Lines of the checklist that a person confirms with `probation sign`, by name.");

    static final Field<Optional<Duration>> RTO = Field.optional(
            "rto",
            Types.durationFrom(Duration.ofSeconds(1)),
            "Time to recover: how soon after a breach began the service must work again. Reports and a"
                    + " metric say whether it did.");

    static final Field<Optional<Duration>> UNMEASURED_AFTER = Field.written(
            "unmeasured-after",
            Types.durationOrOff(Duration.ofSeconds(1)),
            "5m",
            "How long a check that may roll back can measure nothing before people are notified; `off`: never.");

    static final Field<Map<String, String>> LABELS = Field.defaulting(
            "labels",
            Types.mapOfAny(Types.text()),
            Map.of(),
            "Labels of the service's series, put into each query that the agent writes: `job: shop`, or"
                    + " `job: '=~shop|shop-api'`; also `!~` and `!=`. A check's own selector goes before.");

    final Field<Optional<Cursor>> checks;
    private final ObjectSchema<Values> schema;

    ServiceFields(KindRegistry registry) {
        checks = Field.optional(
                "checks",
                new ChecksType(registry, true),
                "The lines of the checklist, by name. They override the checks for every service, key by"
                        + " key; `off` turns one off.");
        schema = ObjectSchema.of(List.of(checks, LABELS, VERSION, SIGN_OFFS, RTO, UNMEASURED_AFTER), values -> values);
    }

    /** Also where some of it is wrong, so that the rest can be looked at. */
    @Override
    public @Nullable Values read(Cursor cursor) {
        return schema.values(cursor).orElse(null);
    }

    @Override
    public boolean holdsSecret() {
        return false;
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return schema.jsonSchema();
    }

    static Optional<VersionSource> version(Values version, TargetNames targets) {
        Duration every = version.get(EVERY);
        Duration most = Duration.ofSeconds(5);
        Duration share = every.multipliedBy(4).dividedBy(5);
        return targets.find(version.get(TARGET), "http", version.cursor(TARGET), "version", TargetNames.Origin.OWN)
                .map(target -> new VersionSource(
                        target,
                        version.get(PATH),
                        version.get(JSON),
                        every,
                        share.compareTo(most) < 0 ? share : most,
                        version.get(GRACE)));
    }

    static SignOffConfig signOff(String name, Values values, WindowChoice windows) {
        boolean known = windows.areKnown(values.get(WINDOWS), values.cursor(WINDOWS));
        return new SignOffConfig(
                name, values.get(TITLE).orElse(name), known ? Set.copyOf(values.get(WINDOWS)) : Set.of());
    }
}
