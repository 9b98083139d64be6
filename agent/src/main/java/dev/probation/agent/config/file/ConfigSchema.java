package dev.probation.agent.config.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.config.section.ConfigFields;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON Schema of the configuration, made from the declarations that the loader reads by. */
public final class ConfigSchema {

    private ConfigSchema() {}

    /** The schema as text, in the order declared. */
    public static String json(KindRegistry kinds) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Probation configuration");
        schema.putAll(new ConfigFields(kinds).schema.jsonSchema());
        StringWriter text = new StringWriter();
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(printer);
            write(json, schema, false);
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot be written to", e);
        }
        return text.append('\n').toString();
    }

    /** Properties stay in the order declared; the order of the rest, made by Map.of, would differ from run to run. */
    private static void write(JsonGenerator json, Object value, boolean properties) throws IOException {
        if (value instanceof Map<?, ?> map) {
            Map<?, ?> ordered = properties ? map : new TreeMap<>(map);
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : ordered.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue(), entry.getKey().equals("properties"));
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                write(json, item, false);
            }
            json.writeEndArray();
        } else {
            json.writePOJO(value);
        }
    }
}
