package dev.probation.agent.settings;

import java.util.IdentityHashMap;
import java.util.Optional;

/** The fields of one object as they were read. */
public final class Values {

    private final Cursor map;
    private final IdentityHashMap<Field<?>, Object> values;
    private final int declared;

    Values(Cursor map, IdentityHashMap<Field<?>, Object> values, int declared) {
        this.map = map;
        this.values = values;
        this.declared = declared;
    }

    /** The field's value; only for fields that could be read. */
    public <T> T get(Field<T> field) {
        return find(field)
                .orElseThrow(
                        () -> new IllegalStateException("field " + field.name() + " was not read at " + map.path()));
    }

    /** The field's value, or empty where it is wrong or missing. */
    @SuppressWarnings("unchecked") // a field's value was read by that field
    public <T> Optional<T> find(Field<T> field) {
        return Optional.ofNullable((T) values.get(field));
    }

    /** Whether every field could be read. */
    public boolean isComplete() {
        return values.size() == declared;
    }

    /** Whether the field is written, rather than left to its default. */
    public boolean isGiven(Field<?> field) {
        return field.names().stream().anyMatch(name -> map.at(name).isPresent());
    }

    /** Where the field is written, or the whole object where it is not. */
    public Cursor cursor(Field<?> field) {
        return field.names().stream()
                .flatMap(name -> map.at(name).stream())
                .findFirst()
                .orElse(map);
    }

    /** The whole object. */
    public Cursor map() {
        return map;
    }
}
