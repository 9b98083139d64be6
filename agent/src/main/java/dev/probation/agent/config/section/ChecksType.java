package dev.probation.agent.config.section;

import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Type;
import dev.probation.rules.sample.CheckId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one section as they are written; they are whole only after those of the service lie over those for all.
 *
 * @param off whether a check may be {@code off}
 */
record ChecksType(KindRegistry registry, boolean off) implements Type<Cursor> {

    @Override
    public @Nullable Cursor read(Cursor cursor) {
        if (!(cursor.node() instanceof Node.Mapping mapping)) {
            cursor.expected("a map of checks");
            return null;
        }
        mapping.entries().forEach((name, entry) -> {
            if (!CheckId.isCheck(name)) {
                cursor.problems()
                        .report(
                                entry.location(),
                                cursor.path(),
                                "expected a check's name of lower case letters, digits and dashes, at most 63,"
                                        + " and not manual, found " + cursor.shown(name));
            }
        });
        return cursor;
    }

    @Override
    public boolean holdsSecret() {
        return false;
    }

    @Override
    public Map<String, Object> jsonSchema() {
        List<Object> forms = new ArrayList<>(CheckReader.partialSchemas(registry));
        if (off) {
            forms.add(Map.of("enum", List.of("off", false)));
        }
        return Map.of(
                "type",
                "object",
                "patternProperties",
                Map.of("^[a-z0-9][a-z0-9-]{0,62}$", Map.of("anyOf", forms)),
                "additionalProperties",
                false);
    }
}
