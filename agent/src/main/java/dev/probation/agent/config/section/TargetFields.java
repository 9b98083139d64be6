package dev.probation.agent.config.section;

import dev.probation.agent.config.Target;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.settings.Kinds;
import dev.probation.agent.settings.Spot;
import dev.probation.agent.settings.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of the section {@code targets}. */
final class TargetFields implements Type<Target> {

    private final Map<String, Type<Target>> kinds = new LinkedHashMap<>();

    TargetFields(Registry registry) {
        registry.probes().forEach((kind, fields) -> kinds.put(kind, new TargetType(kind, fields)));
    }

    @Override
    public @Nullable Target read(Spot spot) {
        return new Kinds<>(kinds).read(spot);
    }

    @Override
    public Map<String, Object> schema() {
        return new Kinds<>(kinds).schema();
    }

    private record TargetType(String kind, ProbeFields fields) implements Type<Target> {
        @Override
        public @Nullable Target read(Spot spot) {
            String name = spot.path().substring(spot.path().lastIndexOf('.') + 1);
            return Optional.<TargetSettings>ofNullable(fields.target().read(spot))
                    .map(settings -> new Target(name, kind, settings))
                    .orElse(null);
        }

        @Override
        public Map<String, Object> schema() {
            return fields.target().schema();
        }
    }
}
