package dev.probation.agent.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One value, or a list of them. Items that cannot be read are left out, and reported. */
record ListType<T>(Type<T> item) implements Type<List<T>> {

    @Override
    public List<T> read(Spot spot) {
        List<T> values = new ArrayList<>();
        if (!(spot.node() instanceof Node.Sequence sequence)) {
            add(values, spot);
            return values;
        }
        int index = 0;
        for (Node node : sequence.items()) {
            add(values, new Spot(node, Spot.item(spot.path(), index++), spot.reading()));
        }
        return values;
    }

    private void add(List<T> values, Spot spot) {
        @Nullable T value = item.read(spot);
        if (value != null) {
            values.add(value);
        }
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("anyOf", List.of(item.schema(), Map.of("type", "array", "items", item.schema())));
    }
}
