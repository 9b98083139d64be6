package dev.probation.agent.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field with one key.
 *
 * @param absent its value where it is left out; required where there is none
 * @param written the same as it would be written, for people
 */
record PlainField<T>(String name, Type<T> type, String description, Optional<T> absent, Optional<String> written)
        implements Field<T> {

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public List<Property> properties() {
        Map<String, Object> schema = new LinkedHashMap<>(type.jsonSchema());
        schema.put("description", description);
        written.ifPresent(text -> schema.put("default", text));
        return List.of(new Property(name, schema, absent.isEmpty()));
    }

    @Override
    public boolean holdsSecret() {
        return type.holdsSecret();
    }

    @Override
    public @Nullable T read(Cursor map) {
        Optional<Cursor> cursor = map.at(name);
        if (cursor.isPresent()) {
            return type.read(cursor.orElseThrow());
        }
        if (absent.isEmpty()) {
            map.report("expected \"" + name + "\", found no such key");
            return null;
        }
        return absent.orElseThrow();
    }
}
