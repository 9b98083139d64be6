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

    /**
     * Reports that a map was expected here. Whoever writes a single value in its place often writes a secret, such as the URL of
     * a webhook: what may be one is not shown.
     *
     * @param secret whether the value that was written in its place is taken for a secret
     * @param cure what to do, after "; ", or nothing
     */
    void expectedMap(String expected, boolean secret, String cure) {
        boolean hidden = node instanceof Node.Scalar scalar && !scalar.isNothing() && (secret || scalar.mayBeSecret());
        report("expected " + expected + ", found "
                + (hidden ? "a text (not shown, since it may be a secret)" : node.words()) + cure);
    }

    /** The key that this value stands after, where it stands after one. */
    Optional<String> lastKey() {
        String last = path.substring(path.lastIndexOf('.') + 1);
        return Optional.of(last).filter(key -> SIMPLE.matcher(key).matches());
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
