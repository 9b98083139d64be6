package dev.probation.agent.settings;

import dev.probation.rules.sample.CheckId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map from names to values. Entries that cannot be read are left out, and reported. */
record MapType<T>(Names names, Type<T> value) implements Type<Map<String, T>> {

    /** What the keys may be. */
    enum Names {
        /** Names of checks, services, windows, targets. */
        CHECKED,
        ANY
    }

    @Override
    public @Nullable Map<String, T> read(Cursor cursor) {
        if (!(cursor.node() instanceof Node.Mapping mapping)) {
            cursor.expectedMap("a map", names == Names.ANY || holdsSecret(), "");
            return null;
        }
        Map<String, T> values = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> {
            if (names == Names.CHECKED && !CheckId.isValid(name)) {
                cursor.problems()
                        .report(
                                entry.location(),
                                cursor.path(),
                                "expected a name of lower case letters, digits and dashes, at most 63, found "
                                        + cursor.shown(name));
            }
            @Nullable T read = value.read(cursor.below(name, entry));
            if (read != null) {
                values.put(name, read);
            }
        });
        return values;
    }

    @Override
    public boolean holdsSecret() {
        return value.holdsSecret();
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return names == Names.ANY
                ? Map.of("type", "object", "additionalProperties", value.jsonSchema())
                : Map.of(
                        "type",
                        "object",
                        "patternProperties",
                        Map.of("^[a-z0-9][a-z0-9-]{0,62}$", value.jsonSchema()),
                        "additionalProperties",
                        false);
    }
}
