package dev.probation.agent.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value, the path that leads to it, and where its problems go.
 *
 * @param path such as {@code targets.app.headers}
 */
public record Cursor(Node node, String path, Problems problems) {

    /** The step to a key that is not shown. */
    static final String HIDDEN = "[...]";

    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_-]{1,63}");
    /** What a header or a setting with its value in it does not match: those have spaces, colons or equals signs. */
    private static final Pattern QUOTABLE = Pattern.compile("[A-Za-z0-9_$.*/'\\[\\]-]{1,63}");

    private static final Pattern NO_SPACE_AFTER_COLON = Pattern.compile("[a-z][a-z0-9-]*:(?!//)\\S.*");

    /** Reports a problem with this value. */
    public void report(String message) {
        if (!problems.isSpoilt(node)) {
            problems.report(node.location(), path, message);
        }
    }

    /** Notes that this value is probably wrong, though it can be taken. */
    public void warn(String message) {
        problems.warn(path, message);
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
        boolean hidden = node instanceof Node.Scalar scalar && !scalar.isHarmless() && (secret || !scalar.isWord());
        report("expected " + expected + ", found "
                + (hidden ? "a text (not shown, since it may be a secret)" : node.words())
                + (cure.isEmpty() && lacksSpace() ? "; write a space after the colon" : cure));
    }

    private boolean lacksSpace() {
        return node instanceof Node.Scalar scalar
                && NO_SPACE_AFTER_COLON.matcher(scalar.text()).matches();
    }

    /** The key that this value stands after, where it stands after one. */
    Optional<String> lastKey() {
        String last = path.substring(path.lastIndexOf('.') + 1);
        return Optional.of(last).filter(key -> SIMPLE.matcher(key).matches());
    }

    /** A value in this map whose key nobody has checked; it may be a part of a secret, and is not shown then. */
    Cursor below(String key, Node.Entry entry) {
        return new Cursor(entry.value(), entry.cutOff() ? path + HIDDEN : key(path, key), problems);
    }

    /** How a message shows a key of this map that is wrong: in quotes, unless a secret may stand there. */
    public String shown(String key) {
        boolean cutOff = node instanceof Node.Mapping mapping
                && Optional.ofNullable(mapping.entries().get(key))
                        .filter(Node.Entry::cutOff)
                        .isPresent();
        return shown(key, cutOff);
    }

    static String shown(String key, boolean cutOff) {
        return cutOff || !QUOTABLE.matcher(key.replace(" ", "")).matches()
                ? "another (not shown, since it may be a secret)"
                : '"' + key + '"';
    }

    /** The value of {@code key} in this map, where this is one and has it. */
    public Optional<Cursor> at(String key) {
        return node instanceof Node.Mapping mapping
                ? mapping.get(key).map(value -> new Cursor(value, key(path, key), problems))
                : Optional.empty();
    }

    static String key(String path, String key) {
        String step =
                SIMPLE.matcher(key).matches() ? key : QUOTABLE.matcher(key).matches() ? "[\"" + key + "\"]" : HIDDEN;
        return path.isEmpty() || step.startsWith("[") ? path + step : path + '.' + step;
    }

    static String item(String path, int index) {
        return path + '[' + index + ']';
    }
}
