package dev.probation.agent.config.section;

import dev.probation.agent.config.Target;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.config.kind.ProbeFields;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.OneOf;
import dev.probation.agent.settings.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of the section {@code targets}. */
final class TargetFields implements Type<Target> {

    private final Map<String, Type<Target>> kinds = new LinkedHashMap<>();

    TargetFields(KindRegistry registry) {
        registry.probes().forEach((kind, fields) -> kinds.put(kind, new TargetType(kind, fields)));
    }

    @Override
    public @Nullable Target read(Cursor cursor) {
        return new OneOf<>(kinds).read(cursor);
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return new OneOf<>(kinds).jsonSchema();
    }

    private record TargetType(String kind, ProbeFields fields) implements Type<Target> {
        @Override
        public @Nullable Target read(Cursor cursor) {
            String name = cursor.path().substring(cursor.path().lastIndexOf('.') + 1);
            return Optional.<TargetSettings>ofNullable(fields.target().read(cursor))
                    .map(settings -> new Target(name, kind, settings))
                    .orElse(null);
        }

        @Override
        public Map<String, Object> jsonSchema() {
            return fields.target().jsonSchema();
        }
    }
}
