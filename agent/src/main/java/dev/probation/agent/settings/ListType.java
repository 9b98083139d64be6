package dev.probation.agent.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One value, or a list of them. Items that cannot be read are left out, and reported. */
record ListType<T>(Type<T> item) implements Type<List<T>> {

    @Override
    public List<T> read(Cursor cursor) {
        List<T> values = new ArrayList<>();
        if (!(cursor.node() instanceof Node.Sequence sequence)) {
            add(values, cursor);
            return values;
        }
        int index = 0;
        for (Node node : sequence.items()) {
            add(values, new Cursor(node, Cursor.item(cursor.path(), index++), cursor.problems()));
        }
        return values;
    }

    private void add(List<T> values, Cursor cursor) {
        @Nullable T value = item.read(cursor);
        if (value != null) {
            values.add(value);
        }
    }

    @Override
    public boolean holdsSecret() {
        return item.holdsSecret();
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return Map.of("anyOf", List.of(item.jsonSchema(), Map.of("type", "array", "items", item.jsonSchema())));
    }
}
