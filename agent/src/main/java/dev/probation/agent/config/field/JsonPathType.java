package dev.probation.agent.config.field;

import com.jayway.jsonpath.JsonPath;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import java.util.Optional;

/** A place in a JSON document: {@code $.version}. */
public final class JsonPathType {

    /** Of what {@code ..} parts. */
    private static final int MOST_PARTS = 3;

    private JsonPathType() {}

    /** A path that can be compiled. */
    public static Type<String> create() {
        return Types.text(
                "a JSON path such as $.version, without =~ and with .. at most twice", "[$].*", JsonPathType::parse);
    }

    /**
     * The path, or empty where it cannot be compiled, or where reading it may take time out of all proportion to the document:
     * with a regular expression, which this library matches by backtracking, or with more than two {@code ..}.
     */
    @SuppressWarnings("ReturnValueIgnored") // compiled only to see that it can be
    public static Optional<String> parse(String text) {
        if (!text.startsWith("$") || text.contains("=~") || text.split("[.]{2}", -1).length > MOST_PARTS) {
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
