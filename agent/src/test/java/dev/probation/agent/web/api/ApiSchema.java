package dev.probation.agent.web.api;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the description of the API says of an answer. */
public final class ApiSchema {

    private final Schema schema;

    /** @param specification the whole description, of which {@code name} is one schema */
    ApiSchema(JsonObject specification, String name) {
        JsonObject root = new JsonObject()
                .put("$ref", "#/components/schemas/" + name)
                .put("components", specification.getJsonObject("components"));
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root.encode(), InputFormat.JSON);
    }

    /** Of the description that is shipped. */
    public static ApiSchema shipped(String name) {
        try (InputStream shipped = Objects.requireNonNull(ApiSchema.class.getResourceAsStream("/openapi.yaml"))) {
            return new ApiSchema(parsed(new String(shipped.readAllBytes(), StandardCharsets.UTF_8)), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject parsed(String yaml) {
        Map<String, Object> parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new JsonObject(parsed);
    }

    /** What is wrong with an answer, a line each; empty where it is as described. */
    public String violations(String answer) {
        return schema.validate(answer, InputFormat.JSON).stream()
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }
}
