package dev.probation.agent.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value, the path that leads to it, and where its problems go.
 *
 * @param path such as {@code targets.app.headers}
 */
public record Cursor(Node node, String path, Problems problems) {

    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_-]{1,63}");

    /** Reports a problem with this value. */
    public void report(String message) {
        if (!problems.isSpoilt(node)) {
            problems.report(node.location(), path, message);
        }
    }

    /** Reports that something else was expected here. */
    public void expected(String expected) {
        report("expected " + expected + ", found " + node.words());
    }

    /** The value of {@code key} in this map, where this is one and has it. */
    public Optional<Cursor> at(String key) {
        return node instanceof Node.Mapping mapping
                ? mapping.get(key).map(value -> new Cursor(value, key(path, key), problems))
                : Optional.empty();
    }

    static String key(String path, String key) {
        String step = SIMPLE.matcher(key).matches() ? key : "[\"" + key + "\"]";
        return path.isEmpty() || step.startsWith("[") ? path + step : path + '.' + step;
    }

    static String item(String path, int index) {
        return path + '[' + index + ']';
    }
}
