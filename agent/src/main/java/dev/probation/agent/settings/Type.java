package dev.probation.agent.settings;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be written somewhere: read it, and describe it for editors. */
public interface Type<T> {

    /** The value, or null where it is not of this type, which is then reported. */
    @Nullable
    T read(Cursor cursor);

    /**
     * Whether a secret may be written here, or anywhere below. What was written in place of such a value is not shown. A type
     * that does not say so is taken for one.
     */
    default boolean holdsSecret() {
        return true;
    }

    /** As JSON Schema: maps, lists, texts, numbers and truth values. */
    Map<String, Object> jsonSchema();
}
