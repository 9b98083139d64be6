package dev.probation.agent.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A type with a name for people: {@code duration}. */
record TitledType<T>(String title, Type<T> type) implements Type<T> {

    @Override
    public @Nullable T read(Cursor cursor) {
        return type.read(cursor);
    }

    @Override
    public boolean holdsSecret() {
        return type.holdsSecret();
    }

    @Override
    public Map<String, Object> jsonSchema() {
        Map<String, Object> schema = new LinkedHashMap<>(type.jsonSchema());
        schema.put("title", title);
        return schema;
    }
}
