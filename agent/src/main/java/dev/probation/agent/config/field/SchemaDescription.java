package dev.probation.agent.config.field;

import java.util.LinkedHashMap;
import java.util.Map;

/** Adds what editors show to a schema. */
final class SchemaDescription {

    private SchemaDescription() {}

    static Map<String, Object> schema(Map<String, Object> schema, String description) {
        Map<String, Object> described = new LinkedHashMap<>(schema);
        described.put("description", description);
        return described;
    }
}
