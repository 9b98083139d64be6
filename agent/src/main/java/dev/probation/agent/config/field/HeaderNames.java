package dev.probation.agent.config.field;

import dev.probation.agent.http.RequestText;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The names of headers, as keys of a map. */
public final class HeaderNames {

    private HeaderNames() {}

    /** Whether all are names of headers; else it is reported. */
    public static boolean areValid(Cursor headers, Set<String> names) {
        return areValid(headers, names, name -> Optional.empty());
    }

    /**
     * The same.
     *
     * @param fault what is wrong with a valid name, and what to do
     */
    static boolean areValid(Cursor headers, Set<String> names, Function<String, Optional<String>> fault) {
        Map<String, String> wrong = new LinkedHashMap<>();
        names.forEach(name -> invalid(name).or(() -> fault.apply(name)).ifPresent(why -> wrong.put(name, why)));
        if (headers.node() instanceof Node.Mapping mapping) {
            mapping.entries()
                    .forEach((name, entry) -> Optional.ofNullable(wrong.get(name))
                            .ifPresent(why -> headers.problems().report(entry.location(), headers.path(), why)));
        }
        return wrong.isEmpty();
    }

    /** Shows no wrong name, since a whole header may stand there, with its secret. */
    private static Optional<String> invalid(String name) {
        if (RequestText.isHeaderName(name)) {
            return Optional.empty();
        }
        return Optional.of("expected a header's name such as X-Team as the key, found "
                + (name.isEmpty()
                        ? "an empty one; write the name, or leave the header out"
                        : "one with spaces, colons or other characters that no name has (not shown, since a secret may"
                                + " stand there); write the value after the key"));
    }
}
