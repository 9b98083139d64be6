package dev.probation.agent.settings;

import dev.probation.agent.text.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object of one of several kinds, told by the key that it has: {@code http} or {@code redis}. */
public final class OneOf<T> implements Type<T> {

    private final Map<String, Type<? extends T>> kinds;

    /** Objects of these kinds, by their key. */
    public OneOf(Map<String, ? extends Type<? extends T>> kinds) {
        this.kinds = new LinkedHashMap<>(kinds);
    }

    @Override
    public @Nullable T read(Cursor cursor) {
        return of(cursor, kinds.keySet(), holdsSecret())
                .flatMap(kind -> Optional.ofNullable(kinds.get(kind)))
                .map(type -> type.read(cursor))
                .orElse(null);
    }

    @Override
    public boolean holdsSecret() {
        return kinds.values().stream().anyMatch(Type::holdsSecret);
    }

    @Override
    public Map<String, Object> jsonSchema() {
        List<Object> schemas =
                kinds.values().stream().<Object>map(Type::jsonSchema).toList();
        return schemas.size() == 1 ? kinds.values().iterator().next().jsonSchema() : Map.of("oneOf", schemas);
    }

    /** The one of {@code kinds} that the object is of; where it is of none or of several, that is reported. */
    public static Optional<String> of(Cursor cursor, Collection<String> kinds) {
        return of(cursor, kinds, false);
    }

    private static Optional<String> of(Cursor cursor, Collection<String> kinds, boolean secret) {
        if (!(cursor.node() instanceof Node.Mapping mapping)) {
            cursor.expectedMap("a map with one of the keys " + String.join(", ", kinds), secret, "");
            return Optional.empty();
        }
        List<String> found = kinds.stream()
                .filter(kind -> mapping.get(kind).isPresent()
                        || mapping.get(kind + "-file").isPresent())
                .toList();
        if (found.size() == 1) {
            return Optional.of(found.get(0));
        }
        String keys = "one of the keys " + String.join(", ", kinds);
        cursor.report(
                found.isEmpty()
                        ? "expected " + keys + ", found none of them" + nearMiss(mapping, kinds)
                        : "expected only " + keys + ", found " + String.join(" and ", found));
        return Optional.empty();
    }

    private static String nearMiss(Node.Mapping mapping, Collection<String> kinds) {
        return mapping.entries().keySet().stream()
                .flatMap(key -> Nearest.to(key, kinds).stream())
                .findFirst()
                .map(kind -> "; did you mean \"" + kind + "\"?")
                .orElse("");
    }
}
