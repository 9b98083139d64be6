package dev.probation.agent.config.section;

import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.config.VersionSource;
import dev.probation.agent.config.WindowChoice;
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
            Field.required("http", Types.text(), "The name of the target that tells its version.");
    private static final Field<String> PATH = Field.written(
            "path",
            Types.text(
                    "a path such as /health", "/.*", text -> Optional.of(text).filter(path -> path.startsWith("/"))),
            "/",
            "Of the document with the version.");
    private static final Field<String> JSON =
            Field.required("json", JsonPathType.create(), "The JSON path of the version in that document.");
    private static final Field<Duration> EVERY =
            Field.written("every", Types.durationFrom(Duration.ofSeconds(1)), "10s", "How often it is asked.");

    private static final ObjectSchema<Values> VERSION_SHAPE =
            ObjectSchema.of(List.of(TARGET, PATH, JSON, EVERY), values -> values);

    private static final Field<Optional<String>> TITLE =
            Field.optional("title", Types.text(), "What is confirmed; its name where not given.");
    private static final Field<List<String>> WINDOWS = Field.defaulting(
            "windows",
            Types.listOf(Types.text()),
            List.of(),
            "The windows whose verdict it is part of; all where not given.");

    private static final ObjectSchema<Values> SIGN_OFF_SHAPE =
            ObjectSchema.of(List.of(TITLE, WINDOWS), values -> values);

    static final Field<Optional<Values>> VERSION = Field.optional(
            "version", VERSION_SHAPE, "Where the running version can be read; a change of it is a deployment.");
    static final Field<Map<String, Values>> SIGN_OFFS = Field.defaulting(
            "sign-offs", Types.mapOf(SIGN_OFF_SHAPE), Map.of(), "Checklist items that a person confirms.");

    static final Field<Optional<Duration>> RTO = Field.optional(
            "rto",
            Types.durationFrom(Duration.ofSeconds(1)),
            "Within what time it is to work again after a breach began; reports say whether a rollback kept it.");

    final Field<Optional<Cursor>> checks;
    private final ObjectSchema<Values> shape;

    ServiceFields(KindRegistry registry) {
        checks = Field.optional(
                "checks", new ChecksType(registry, true), "The checklist, over the checks for all services.");
        shape = ObjectSchema.of(List.of(VERSION, checks, SIGN_OFFS, RTO), values -> values);
    }

    /** Also where some of it is wrong, so that the rest can be looked at. */
    @Override
    public @Nullable Values read(Cursor cursor) {
        return shape.values(cursor).orElse(null);
    }

    @Override
    public Map<String, Object> schema() {
        return shape.schema();
    }

    static Optional<VersionSource> version(Values version, TargetNames targets) {
        Duration every = version.get(EVERY);
        Duration most = Duration.ofSeconds(5);
        Duration share = every.multipliedBy(4).dividedBy(5);
        return targets.find(version.get(TARGET), "http", version.spot(TARGET), "version", TargetNames.Origin.OWN)
                .map(target -> new VersionSource(
                        target, version.get(PATH), version.get(JSON), every, share.compareTo(most) < 0 ? share : most));
    }

    static SignOffConfig signOff(String name, Values values, WindowChoice windows) {
        boolean known = windows.areKnown(values.get(WINDOWS), values.spot(WINDOWS));
        return new SignOffConfig(
                name, values.get(TITLE).orElse(name), known ? Set.copyOf(values.get(WINDOWS)) : Set.of());
    }
}
