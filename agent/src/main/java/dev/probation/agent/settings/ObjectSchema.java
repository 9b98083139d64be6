package dev.probation.agent.settings;

import dev.probation.agent.text.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An object with declared fields, and what is made of them. */
public final class ObjectSchema<T> implements Type<T> {

    /** What a misspelled key looks like; a secret is mostly longer, or has other signs. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,29}");

    private final List<Field<?>> fields;
    private final Function<Values, @Nullable T> build;

    private ObjectSchema(List<Field<?>> fields, Function<Values, @Nullable T> build) {
        this.fields = List.copyOf(fields);
        this.build = build;
    }

    /**
     * An object of these fields.
     *
     * @param build called when all fields could be read; may report more, and return null then
     */
    public static <T> ObjectSchema<T> of(List<Field<?>> fields, Function<Values, @Nullable T> build) {
        return new ObjectSchema<>(fields, build);
    }

    /** The fields of these objects, in the order declared. */
    public List<Field<?>> fields() {
        return fields;
    }

    @Override
    public @Nullable T read(Cursor cursor) {
        return values(cursor).filter(Values::isComplete).map(this::build).orElse(null);
    }

    /** What is made of values that hold these fields, and perhaps more; null after a problem. */
    public @Nullable T build(Values values) {
        return build.apply(values);
    }

    /** What can be read of the object; empty where it is none. */
    public Optional<Values> values(Cursor cursor) {
        if (!(cursor.node() instanceof Node.Mapping mapping)) {
            cursor.expectedMap("a map", holdsSecret(), cure(cursor));
            return Optional.empty();
        }
        refuseUnknown(cursor, mapping);
        IdentityHashMap<Field<?>, Object> values = new IdentityHashMap<>();
        for (Field<?> field : fields) {
            @Nullable Object value = field.read(cursor);
            if (value != null) {
                values.put(field, value);
            }
        }
        return Optional.of(new Values(cursor, values, fields.size()));
    }

    @Override
    public boolean holdsSecret() {
        return fields.stream().anyMatch(Field::holdsSecret);
    }

    /** What to write where a single value stands in the object's place. */
    private String cure(Cursor cursor) {
        String required = fields.stream()
                .flatMap(field -> Stream.concat(
                        field.oneRequired().stream().limit(1),
                        field.properties().stream()
                                .filter(Field.Property::required)
                                .map(Field.Property::name)))
                .map(name -> name + ": ...")
                .collect(Collectors.joining(", "));
        return cursor.node() instanceof Node.Scalar && !required.isEmpty()
                ? cursor.lastKey()
                        .map(key -> "; write " + key + ": { " + required + " }")
                        .orElse("")
                : "";
    }

    private void refuseUnknown(Cursor cursor, Node.Mapping mapping) {
        List<String> known =
                fields.stream().flatMap(field -> field.names().stream()).toList();
        Set<Integer> secretLines = secretLines(mapping);
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                boolean onSecretLine = secretLines.contains(entry.location().line())
                        && Nearest.to(key, known).isEmpty();
                boolean hidden =
                        entry.cutOff() || onSecretLine || !NAME.matcher(key).matches();
                cursor.problems()
                        .report(entry.location(), cursor.path(), hidden ? hidden(key, known) : unknown(key, known));
            }
        });
    }

    /** The lines with a secret that is not quoted: in braces, a comma ends it, and the rest of it is a key. */
    private Set<Integer> secretLines(Node.Mapping mapping) {
        return fields.stream()
                .flatMap(field -> field.secretNames().stream())
                .flatMap(name -> mapping.get(name).stream())
                .filter(value -> value instanceof Node.Scalar scalar
                        && !scalar.quoted()
                        && scalar.written().isEmpty())
                .map(value -> value.location().line())
                .collect(Collectors.toSet());
    }

    private static String unknown(String key, List<String> known) {
        return "unknown key \"" + key + '"' + Nearest.hint(key, known);
    }

    /** What to do about a key that holds a value, or a part of one. */
    private static String hidden(String key, List<String> known) {
        return known.stream()
                .filter(name -> key.matches(Pattern.quote(name) + "\\s*[:= ].*"))
                .max(Comparator.comparingInt(String::length))
                .map(name -> "expected a key, found one that begins with \"" + name + "\"; write " + name
                        + ": and a space, and the value after it")
                .orElseGet(() -> "unknown key (not shown, since it may be a part of a secret); known are "
                        + String.join(", ", known));
    }

    private List<Field.Property> properties() {
        return fields.stream().flatMap(field -> field.properties().stream()).toList();
    }

    @Override
    public Map<String, Object> jsonSchema() {
        List<String> required = properties().stream()
                .filter(Field.Property::required)
                .map(Field.Property::name)
                .toList();
        Map<String, Object> schema = partialJsonSchema();
        if (!required.isEmpty()) {
            schema.put("required", new ArrayList<Object>(required));
        }
        List<Object> choices = fields.stream()
                .map(Field::oneRequired)
                .filter(keys -> !keys.isEmpty())
                .<Object>map(ObjectSchema::oneOf)
                .toList();
        if (!choices.isEmpty()) {
            schema.put("allOf", choices);
        }
        return schema;
    }

    private static Map<String, Object> oneOf(List<String> keys) {
        return Map.of(
                "anyOf",
                keys.stream().map(key -> Map.of("required", List.of(key))).toList());
    }

    /** The schema without what must be there: for objects that are completed from elsewhere. */
    public Map<String, Object> partialJsonSchema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties().forEach(property -> properties.put(property.name(), property.schema()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }
}
