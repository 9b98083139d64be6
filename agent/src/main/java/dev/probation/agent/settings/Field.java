package dev.probation.agent.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One declared part of an object: reading it, its messages and its schema all come from here. */
public interface Field<T> {

    /** The keys it is written with; the first names it. */
    List<String> names();

    /** The same keys with their schemas. */
    List<Property> properties();

    /** Its value in a map, or null where it is wrong or missing, which is then reported. */
    @Nullable
    T read(Cursor map);

    /** Keys of which one must be given, where none of them is required by itself; none for most fields. */
    default List<String> oneRequired() {
        return List.of();
    }

    /** Whether a secret may be written here, or anywhere below. */
    boolean holdsSecret();

    /** Those of its keys whose value is itself a secret. */
    default List<String> secretNames() {
        return List.of();
    }

    default String name() {
        return names().get(0);
    }

    /** A key of an object, as editors see it. */
    record Property(String name, Map<String, Object> schema, boolean required) {}

    /** A field that must be given. */
    static <T> Field<T> required(String name, Type<T> type, String description) {
        return new PlainField<>(name, type, description, Optional.empty(), Optional.empty());
    }

    /** A field that may be left out. */
    static <T> Field<Optional<T>> optional(String name, Type<T> type, String description) {
        return new PlainField<>(
                name, new OptionalType<>(type), description, Optional.of(Optional.empty()), Optional.empty());
    }

    /** A field that means {@code absent} where it is left out. */
    static <T> Field<T> defaulting(String name, Type<T> type, T absent, String description) {
        return new PlainField<>(name, type, description, Optional.of(absent), Optional.empty());
    }

    /** A field that means {@code absent}, as it would be written, where it is left out. */
    static <T> Field<T> written(String name, Type<T> type, String absent, String description) {
        Problems problems = new Problems();
        Node node = new Node.Scalar(new SourceLocation("default", 1, 1), absent, false, Optional.empty());
        @Nullable T value = type.read(new Cursor(node, name, problems));
        if (value == null) {
            throw new IllegalArgumentException("the default of " + name + ": " + problems.found());
        }
        return new PlainField<>(name, type, description, Optional.of(value), Optional.of(absent));
    }

    /** Wraps what a type reads. */
    record OptionalType<T>(Type<T> type) implements Type<Optional<T>> {
        @Override
        @SuppressWarnings("NullableOptional") // null is a problem, empty is a value
        public @Nullable Optional<T> read(Cursor cursor) {
            @Nullable T value = type.read(cursor);
            return value == null ? null : Optional.of(value);
        }

        @Override
        public boolean holdsSecret() {
            return type.holdsSecret();
        }

        @Override
        public Map<String, Object> jsonSchema() {
            return type.jsonSchema();
        }
    }
}
