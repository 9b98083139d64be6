package dev.probation.agent.config.field;

import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Type;
import dev.probation.agent.text.FileFault;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The path of a file that must be there; relative to the configuration file that names it. */
public record FileType() implements Type<Path> {

    private static final Set<String> FOLDERS = Set.of("", ".", "..");

    @Override
    public @Nullable Path read(Cursor cursor) {
        String expected = "the path of a file that exists";
        if (cursor.node() instanceof Node.Scalar scalar && !scalar.isNothing()) {
            return read(scalar, expected, Node.Scalar::words, cursor).orElse(null);
        }
        cursor.expected(expected);
        return null;
    }

    /**
     * One that is there, unless files are left out; where it is not, it is reported why not, and where it was looked for.
     *
     * @param words what was found; empty where that is not shown
     */
    static Optional<Path> read(
            Node.Scalar scalar, String expected, Function<Node.Scalar, String> words, Cursor cursor) {
        Optional<Path> path = resolve(scalar);
        if (path.isEmpty()) {
            cursor.expected(expected);
        }
        if (path.isEmpty() || cursor.problems().leavesFilesOut()) {
            return path;
        }
        Optional<String> fault = path.flatMap(FileFault::notAFile);
        String shown = words.apply(scalar);
        fault.ifPresent(found -> cursor.report("expected " + expected + ", found "
                + (shown.isEmpty()
                        ? "a text that names no file here (not shown, since it may be the secret itself)"
                        : shown + ": " + found)));
        return fault.isPresent() ? Optional.empty() : path;
    }

    /**
     * Whether a text can be the path of a file, on any machine: it does not end as only a folder's does. It is not made a
     * {@link Path}, which depends on the locale of this one; {@link FileFault#unnamed} tells that where it matters.
     */
    public static boolean isFilePath(String text) {
        String name = text.substring(text.lastIndexOf('/') + 1);
        return text.indexOf('\0') < 0 && !FOLDERS.contains(name);
    }

    private static Optional<Path> resolve(Node.Scalar scalar) {
        try {
            Path path = Path.of(scalar.text());
            return Optional.of(
                    path.isAbsolute() ? path : Path.of(scalar.location().file()).resolveSibling(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean holdsSecret() {
        return false;
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return Map.of("type", "string", "minLength", 1, "title", "path");
    }
}
