package dev.probation.agent.probe.http;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import com.jayway.jsonpath.spi.mapper.JsonSmartMappingProvider;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * JSON paths over what Vert.x's parser reads. The library's own parser would take HTML for a text; this one is strict and
 * bounds depth and length, and reads nothing but JSON.
 */
final class JsonDocument {

    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new JsonSmartJsonProvider())
            .mappingProvider(new JsonSmartMappingProvider())
            .options(Option.ALWAYS_RETURN_LIST)
            .build();

    private JsonDocument() {}

    /** Maps, lists and scalars; empty where the text is no JSON, or only {@code null}. */
    static Optional<Object> parse(Buffer text) {
        try {
            return Optional.ofNullable(Json.decodeValue(text)).map(JsonDocument::unwrapped);
        } catch (DecodeException notJson) {
            return Optional.empty();
        }
    }

    private static Object unwrapped(Object decoded) {
        if (decoded instanceof JsonObject object) {
            return object.getMap();
        }
        return decoded instanceof JsonArray array ? array.getList() : decoded;
    }

    /** Everything that the path leads to; may hold nulls. */
    static List<Object> read(Object document, JsonPath path) {
        try {
            return path.read(document, CONFIGURATION);
        } catch (JsonPathException leadsNowhere) {
            return List.of();
        }
    }
}
