package dev.probation.agent.settings;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An object with declared fields, and what is made of them. */
public final class Shape<T> implements Type<T> {

    private final List<Field<?>> fields;
    private final Function<Values, @Nullable T> build;

    private Shape(List<Field<?>> fields, Function<Values, @Nullable T> build) {
        this.fields = List.copyOf(fields);
        this.build = build;
    }

    /**
     * An object of these fields.
     *
     * @param build called when all fields could be read; may report more, and return null then
     */
    public static <T> Shape<T> of(List<Field<?>> fields, Function<Values, @Nullable T> build) {
        return new Shape<>(fields, build);
    }

    /** The fields of these objects, in the order declared. */
    public List<Field<?>> fields() {
        return fields;
    }

    @Override
    public @Nullable T read(Spot spot) {
        return values(spot).filter(Values::isComplete).map(this::build).orElse(null);
    }

    /** What is made of values that hold these fields, and perhaps more; null after a problem. */
    public @Nullable T build(Values values) {
        return build.apply(values);
    }

    /** What can be read of the object; empty where it is none. */
    public Optional<Values> values(Spot spot) {
        if (!(spot.node() instanceof Node.Mapping mapping)) {
            spot.expected("a map");
            return Optional.empty();
        }
        refuseUnknown(spot, mapping);
        IdentityHashMap<Field<?>, Object> values = new IdentityHashMap<>();
        for (Field<?> field : fields) {
            @Nullable Object value = field.read(spot);
            if (value != null) {
                values.put(field, value);
            }
        }
        return Optional.of(new Values(spot, values, fields.size()));
    }

    private void refuseUnknown(Spot spot, Node.Mapping mapping) {
        List<String> known =
                fields.stream().flatMap(field -> field.names().stream()).toList();
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                spot.reading()
                        .report(entry.place(), spot.path(), "unknown key \"" + key + '"' + Nearest.hint(key, known));
            }
        });
    }

    private List<Field.Property> properties() {
        return fields.stream().flatMap(field -> field.properties().stream()).toList();
    }

    @Override
    public Map<String, Object> schema() {
        List<String> required = properties().stream()
                .filter(Field.Property::required)
                .map(Field.Property::name)
                .toList();
        Map<String, Object> schema = partialSchema();
        if (!required.isEmpty()) {
            schema.put("required", new ArrayList<Object>(required));
        }
        return schema;
    }

    /** The schema without what must be there: for objects that are completed from elsewhere. */
    public Map<String, Object> partialSchema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties().forEach(property -> properties.put(property.name(), property.schema()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }
}
