package dev.probation.agent.probe.http;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import com.jayway.jsonpath.spi.mapper.JsonSmartMappingProvider;
import dev.probation.agent.json.JsonTree;
import java.util.List;

/**
 * JSON paths over what {@link JsonTree} reads. The library's own parser would take HTML for a text; ours is strict and
 * bounds depth and length, and reads nothing but JSON.
 */
final class JsonPaths {

    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new JsonSmartJsonProvider())
            .mappingProvider(new JsonSmartMappingProvider())
            .options(Option.ALWAYS_RETURN_LIST)
            .build();

    private JsonPaths() {}

    /** Everything that the path leads to; may hold nulls. */
    static List<Object> read(Object document, JsonPath path) {
        try {
            return path.read(document, CONFIGURATION);
        } catch (JsonPathException leadsNowhere) {
            return List.of();
        }
    }
}
