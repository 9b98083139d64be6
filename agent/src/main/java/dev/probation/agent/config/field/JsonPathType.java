package dev.probation.agent.config.field;

import com.jayway.jsonpath.JsonPath;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import java.util.Optional;

/** A place in a JSON document: {@code $.version}. */
public final class JsonPathType {

    private JsonPathType() {}

    /** A path that can be compiled. */
    public static Type<String> create() {
        return Types.text("a JSON path such as $.version", "[$].*", JsonPathType::parse);
    }

    /** The path, or empty where it cannot be compiled. */
    @SuppressWarnings("ReturnValueIgnored") // compiled only to see that it can be
    public static Optional<String> parse(String text) {
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        try {
            JsonPath compiled = JsonPath.compile(text);
            return Optional.of(text).filter(path -> compiled.getPath() != null);
        } catch (RuntimeException e) { // the library throws its own and those of the text functions that it uses
            return Optional.empty();
        }
    }
}
